# syntax=docker/dockerfile:1

# 1. The jar, from source.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml .
COPY .mvn .mvn
COPY src src
RUN --mount=type=cache,target=/root/.m2 mvn -q -B -ntp -DskipTests -Dspotless.check.skip=true package

# 2. The jar in layers: libraries change seldom, our own classes with every commit.
FROM eclipse-temurin:25-jre AS layers
WORKDIR /layers
COPY --from=build /build/target/job.jar job.jar
RUN java -Djarmode=tools -jar job.jar extract --layers --destination extracted

# 3. What runs.
FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --create-home --shell /usr/sbin/nologin nightjar \
    && install -d -o nightjar -g nightjar /home/nightjar/nightjar-home
WORKDIR /opt/nightjar
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/spring-boot-loader/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
USER 10001
WORKDIR /home/nightjar
# Queues, database, journals and results; mount it, or they end with the container.
VOLUME ["/home/nightjar/nightjar-home"]
# Java itself is process 1 and gets the signal; the job stops cleanly and can be resumed. Give it time: docker stop -t 60.
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-XX:+UseParallelGC", "-XX:MaxRAMPercentage=75", "-jar", "/opt/nightjar/job.jar"]
CMD ["help"]
