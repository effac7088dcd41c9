package dev.nightjar.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.SecureClassLoader;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Loads the program from the jars in its jar, in their order, as the loader does that such a jar begins with. That one opens a
 * connection for each jar in which it looks for a class; here each jar is opened once and asked, which starts a job in half the time.
 */
final class ProgramLoader extends SecureClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final List<Jar> jars;

    /** A jar in the jar, and where what is in it comes from. */
    private record Jar(URL url, JarFile file, ProtectionDomain domain) {}

    private ProgramLoader(List<URL> urls, ClassLoader parent) throws IOException {
        super(parent);
        jars = new ArrayList<>();
        for (URL url : urls) {
            if (!(url.openConnection() instanceof JarURLConnection connection)) {
                throw new IOException(url + " is no jar");
            }
            CodeSource source = new CodeSource(url, (Certificate[]) null);
            jars.add(new Jar(url, connection.getJarFile(), new ProtectionDomain(source, null, this, null)));
        }
    }

    /** {@return what loads the same as a loader of jars in a jar; of any other, or where that does not work, the loader itself} */
    static ClassLoader of(ClassLoader loader) {
        if (!(loader instanceof URLClassLoader ofJars)) {
            return loader;
        }
        try {
            return new ProgramLoader(List.of(ofJars.getURLs()), ofJars.getParent());
        } catch (IOException e) {
            return loader;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        for (Jar jar : jars) {
            JarEntry entry = jar.file().getJarEntry(path);
            if (entry != null) {
                try {
                    definePackage(name, jar);
                    byte[] bytes = bytes(jar, entry);
                    return defineClass(name, bytes, 0, bytes.length, jar.domain());
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
        throw new ClassNotFoundException(name);
    }

    /** What a library's classes say of its version. */
    private void definePackage(String className, Jar jar) throws IOException {
        String name = className.substring(0, Math.max(0, className.lastIndexOf('.')));
        if (name.isEmpty() || getDefinedPackage(name) != null) {
            return;
        }
        @Nullable Manifest manifest = jar.file().getManifest();
        try {
            definePackage(
                    name,
                    value(manifest, Attributes.Name.SPECIFICATION_TITLE),
                    value(manifest, Attributes.Name.SPECIFICATION_VERSION),
                    value(manifest, Attributes.Name.SPECIFICATION_VENDOR),
                    value(manifest, Attributes.Name.IMPLEMENTATION_TITLE),
                    value(manifest, Attributes.Name.IMPLEMENTATION_VERSION),
                    value(manifest, Attributes.Name.IMPLEMENTATION_VENDOR),
                    null);
        } catch (IllegalArgumentException e) {
            // Another thread was faster.
        }
    }

    private static @Nullable String value(@Nullable Manifest manifest, Attributes.Name name) {
        return manifest == null ? null : manifest.getMainAttributes().getValue(name);
    }

    private static byte[] bytes(Jar jar, JarEntry entry) throws IOException {
        try (InputStream content = jar.file().getInputStream(entry)) {
            return content.readAllBytes();
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        for (Jar jar : jars) {
            if (jar.file().getEntry(name) != null) {
                return url(jar, name);
            }
        }
        return null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return Collections.enumeration(jars.stream()
                .filter(jar -> jar.file().getEntry(name) != null)
                .map(jar -> url(jar, name))
                .toList());
    }

    private static URL url(Jar jar, String name) {
        try {
            return new URL(jar.url(), name);
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
