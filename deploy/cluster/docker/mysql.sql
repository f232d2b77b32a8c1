CREATE TABLE companies (id BIGINT PRIMARY KEY, name VARCHAR(120) NOT NULL, city VARCHAR(60));

INSERT INTO companies VALUES (1, 'Analytical Engines', 'London'), (2, 'Compilers', 'New York');

GRANT SELECT, RELOAD, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO millrace;
