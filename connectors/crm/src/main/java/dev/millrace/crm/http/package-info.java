/** Requests and answers over HTTP/1.1, on Apache HttpClient 5. */
package dev.millrace.crm.http;
