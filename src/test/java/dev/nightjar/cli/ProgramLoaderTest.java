package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramLoaderTest {

    private static final String CLASS = ProgramLoaderTest.class.getName();
    private static final String FILE = CLASS.replace('.', '/') + ".class";

    @TempDir
    private Path folder;

    private ClassLoader loader = ProgramLoaderTest.class.getClassLoader();

    @BeforeEach
    void makeJars() throws IOException {
        URL[] jars = {jar("1", "first"), jar("2", "second")};
        loader = ProgramLoader.of(new URLClassLoader(jars, ClassLoader.getPlatformClassLoader()));
        assertThat(loader).isInstanceOf(ProgramLoader.class);
    }

    @Test
    void loadsAClassFromTheFirstJarThatHasIt() throws Exception {
        Class<?> loaded = loader.loadClass(CLASS);

        assertThat(loaded).isNotSameAs(ProgramLoaderTest.class).isSameAs(loader.loadClass(CLASS));
        assertThat(loaded.getClassLoader()).isSameAs(loader);
        assertThat(loaded.getPackage().getImplementationVersion()).isEqualTo("1");
        assertThat(loaded.getProtectionDomain().getCodeSource().getLocation().getPath())
                .endsWith("1.jar!/");
    }

    @Test
    void findsWhatTheJarsHaveInTheirOrder() throws IOException {
        assertThat(read(loader.getResource("text"))).isEqualTo("first");
        assertThat(Collections.list(loader.getResources("text")))
                .map(ProgramLoaderTest::read)
                .containsExactly("first", "second");
        assertThat(loader.getResource("other")).isNull();
        assertThatThrownBy(() -> loader.loadClass("other.Thing")).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void anyOtherLoaderStaysAsItIs() throws IOException {
        ClassLoader own = ProgramLoaderTest.class.getClassLoader();
        URLClassLoader ofFiles = new URLClassLoader(new URL[] {folder.toUri().toURL()});

        assertThat(ProgramLoader.of(own)).isSameAs(own);
        assertThat(ProgramLoader.of(ofFiles)).isSameAs(ofFiles);
        ofFiles.close();
    }

    private URL jar(String version, String text) throws IOException {
        Path file = folder.resolve(version + ".jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest);
                InputStream own = ProgramLoaderTest.class.getResourceAsStream("/" + FILE)) {
            jar.putNextEntry(new ZipEntry(FILE));
            own.transferTo(jar);
            jar.putNextEntry(new ZipEntry("text"));
            jar.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return URI.create("jar:" + file.toUri() + "!/").toURL();
    }

    private static String read(URL url) {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
