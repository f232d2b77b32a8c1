/**
 * Any REST CRM by configuration: how its requests look and how its answers are read, as templates
 * and JSON pointers. What a CRM needs beyond that is a connector of its own.
 */
package dev.millrace.crm.rest;
