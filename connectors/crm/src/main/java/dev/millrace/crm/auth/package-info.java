/** How a request says who sends it. */
package dev.millrace.crm.auth;
