/** The dashboard and the alerts, beside a Prometheus that scrapes a run. */
package dev.millrace.grafana;
