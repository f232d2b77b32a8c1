# The CRM simulator. What it copies, `mvn package` lays out in deploy/cluster/target/image/crm-simulator: README.md.
ARG JAVA_VERSION=17.0.15_6
FROM eclipse-temurin:${JAVA_VERSION}-jre

COPY crm-simulator.jar /opt/
USER 9999:9999
EXPOSE 8090
# SLF4J would warn that it has nowhere to log to.
ENTRYPOINT ["java", "-Xmx512m", "-Dslf4j.internal.verbosity=ERROR", "-jar", "/opt/crm-simulator.jar", "--host", "0.0.0.0"]
