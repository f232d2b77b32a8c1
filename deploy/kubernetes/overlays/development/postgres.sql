CREATE TABLE customers (id BIGINT PRIMARY KEY, first_name VARCHAR(60) NOT NULL, email VARCHAR(120) NOT NULL, status VARCHAR(20) NOT NULL);

INSERT INTO customers VALUES (1, 'Ada', 'Ada@example.com', 'active'), (2, 'Grace', 'Grace@example.com', 'draft');
