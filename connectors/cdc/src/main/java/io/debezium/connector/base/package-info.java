/** A class that takes the place of Debezium's own. */
package io.debezium.connector.base;
