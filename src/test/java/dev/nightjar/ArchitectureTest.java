package dev.nightjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan of the house. */
class ArchitectureTest {

    private static final String HOUSE = "dev.nightjar.";

    /** What needs no disk, no clock, no network and no framework. A name is one package or class; {@code ..} is all below. */
    private static final List<String> PLAIN_JAVA = List.of(
            "java.lang",
            "java.lang.annotation",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.math",
            "java.time..",
            "java.util",
            "java.util.function",
            "java.util.stream",
            "java.util.regex",
            "org.jspecify.annotations");

    private static final List<String> HASHING = List.of("java.security", "java.nio.charset");
    private static final List<String> TEXT = List.of("java.io.IOException", "java.io.Reader", "java.io.StringReader");
    private static final List<String> YAML = List.of("org.yaml.snakeyaml..");
    private static final List<String> JSON = List.of("tools.jackson..");
    private static final List<String> PARQUET = List.of("org.duckdb..");
    private static final List<String> ALL_OF_JAVA = List.of("java..", "org.jspecify.annotations");
    private static final List<String> SQL = List.of(
            "java..",
            "javax.sql..",
            "org.jspecify.annotations",
            "org.springframework..",
            "org.flywaydb..",
            "org.h2..",
            "com.zaxxer.hikari..",
            "org.slf4j..");
    /** Every package there is. */
    private static final List<String> ANYTHING = List.of("..");

    private static final List<Room> ROOMS = List.of(
            pure("market", List.of(), PLAIN_JAVA, HASHING),
            pure("strategy", List.of("market"), PLAIN_JAVA, HASHING, TEXT, JSON),
            pure("run", List.of("market", "strategy"), PLAIN_JAVA, TEXT, YAML),
            pure("engine", List.of("market", "strategy", "run"), PLAIN_JAVA),
            pure("plan", List.of("market", "strategy", "run"), PLAIN_JAVA),
            pure("simulation", List.of("market", "strategy", "run", "engine"), PLAIN_JAVA, HASHING, TEXT, JSON),
            room("data", List.of("market"), ALL_OF_JAVA, PARQUET),
            room("outcome", List.of("market", "strategy", "run", "engine", "simulation"), ALL_OF_JAVA, JSON),
            room("report", List.of("market"), ALL_OF_JAVA, JSON),
            room("store", List.of("market", "run", "plan", "simulation", "outcome"), SQL, JSON),
            room("live", List.of("market", "engine", "outcome"), ALL_OF_JAVA),
            room("worker", List.of("market", "strategy", "run", "engine"), ALL_OF_JAVA, JSON),
            room(
                    "batch",
                    List.of(
                            "market",
                            "strategy",
                            "run",
                            "engine",
                            "plan",
                            "simulation",
                            "data",
                            "outcome",
                            "report",
                            "store",
                            "live",
                            "worker"),
                    ANYTHING),
            room(
                    "cli",
                    List.of(
                            "market",
                            "strategy",
                            "run",
                            "engine",
                            "plan",
                            "simulation",
                            "data",
                            "outcome",
                            "report",
                            "store",
                            "live",
                            "worker",
                            "batch"),
                    ANYTHING));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.nightjar");

    static Stream<Room> rooms() {
        return ROOMS.stream();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void roomUsesOnlyWhatItsRowNames(Room room) {
        assertThat(room.violations(CLASSES)).isEmpty();
    }

    @Test
    void everyPackageIsARoom() {
        Set<String> packages = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.substring(HOUSE.length()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(packages).isSubsetOf(ROOMS.stream().map(Room::name).toList()).contains("market", "engine", "run");
    }

    @Test
    void roomsUseOnlyRoomsAboveThem() {
        for (int row = 0; row < ROOMS.size(); row++) {
            List<String> above = ROOMS.subList(0, row).stream().map(Room::name).toList();
            assertThat(above)
                    .as(ROOMS.get(row).name())
                    .containsAll(ROOMS.get(row).rooms());
        }
    }

    @Test
    void plantedViolationsAreNoticed() {
        JavaClasses planted = new ClassFileImporter().importPackages("dev.nightjar.planted");

        assertThat(pure("planted", List.of("market"), PLAIN_JAVA).violations(planted))
                .containsExactlyInAnyOrder(
                        "Careless uses dev.nightjar.run.Mode",
                        "Careless uses java.nio.file.Path",
                        "Careless uses java.util.logging.Logger",
                        "Careless uses org.springframework.core.io.Resource",
                        "Careless uses java.util.Random",
                        "Careless uses java.io.PrintStream",
                        "Careless calls Instant.now",
                        "Careless calls System.nanoTime",
                        "Careless calls System.out");
        assertThat(room("planted", List.of("market", "run"), ANYTHING).violations(planted))
                .isEmpty();
    }

    /** The job and the one-off command share it, and the one-off command starts no framework. */
    @Test
    void partitionRunnerIsFreeOfSpring() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.getName().startsWith("dev.nightjar.batch.PartitionRunner"))
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getName()))
                .isNotEmpty()
                .noneMatch(name -> name.startsWith("org.springframework"));
    }

    @SafeVarargs
    private static Room pure(String name, List<String> rooms, List<String>... libraries) {
        return new Room(name, rooms, Stream.of(libraries).flatMap(List::stream).toList(), true);
    }

    @SafeVarargs
    private static Room room(String name, List<String> rooms, List<String>... libraries) {
        return new Room(name, rooms, Stream.of(libraries).flatMap(List::stream).toList(), false);
    }

    /**
     * One line of the plan.
     *
     * @param rooms it may use besides itself
     * @param libraries it may use
     * @param pure whether its results may depend on nothing but its arguments
     */
    private record Room(String name, List<String> rooms, List<String> libraries, boolean pure) {

        private static final Set<String> IMPURE_CLASSES =
                Set.of("java.util.Random", "java.time.Clock", "java.lang.Thread");

        List<String> violations(JavaClasses classes) {
            Set<String> violations = new TreeSet<>();
            for (JavaClass type : classes) {
                if (!type.getPackageName().equals(HOUSE + name)) {
                    continue;
                }
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (!target.isPrimitive() && !mayUse(target)) {
                        violations.add(type.getSimpleName() + " uses " + target.getName());
                    }
                }
                if (pure) {
                    impureCalls(type).forEach(call -> violations.add(type.getSimpleName() + " calls " + call));
                }
            }
            return List.copyOf(violations);
        }

        private boolean mayUse(JavaClass target) {
            String packageName = target.getPackageName();
            if (packageName.startsWith(HOUSE)) {
                String other = packageName.substring(HOUSE.length());
                return other.equals(name) || rooms.contains(other);
            }
            if (pure && IMPURE_CLASSES.contains(target.getName())) {
                return false;
            }
            return libraries.stream().anyMatch(library -> covers(library, target));
        }

        private static boolean covers(String library, JavaClass target) {
            if (library.endsWith("..")) {
                String top = library.substring(0, library.length() - 2);
                return top.isEmpty() || (target.getPackageName() + ".").startsWith(top + ".");
            }
            return library.equals(target.getPackageName()) || library.equals(target.getName());
        }

        private static List<String> impureCalls(JavaClass type) {
            List<String> calls = new ArrayList<>();
            for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                String owner = access.getTargetOwner().getName();
                String member = access.getTarget().getName();
                boolean clock = owner.startsWith("java.time.") && member.equals("now");
                boolean machine = owner.equals("java.lang.System") && !member.equals("arraycopy");
                boolean host = member.equals("systemDefault")
                        || (owner.equals("java.util.Locale") && member.equals("getDefault"));
                boolean random =
                        owner.equals("java.lang.Math") && member.equals("random") || member.equals("randomUUID");
                if (clock || machine || host || random) {
                    calls.add(access.getTargetOwner().getSimpleName() + "." + member);
                }
            }
            return calls;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
