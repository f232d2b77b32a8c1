CREATE TABLE customers (id BIGINT PRIMARY KEY, first_name VARCHAR(60) NOT NULL, email VARCHAR(120) NOT NULL);

INSERT INTO customers VALUES (1, 'Ada', 'Ada@example.com'), (2, 'Grace', 'Grace@example.com');
