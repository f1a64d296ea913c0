// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.io.EOFException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.jspecify.annotations.Nullable;

/**
 * A client's session in Gogo, made when it is first needed; its variables last as long as the client stays. What was
 * interrupted, or is left in the background when a line ends, is cut off with its session, whose channels an interrupt
 * closes; the next one has its variables. For one thread at a time.
 */
final class GogoSession implements AutoCloseable {
    /** Ours come before all others; only then may names be looked for everywhere. No profile is ever read. */
    static final String SCOPE = "dkvm";
    private static final String SCOPES = SCOPE + ":gogo:*";
    /** The name under which Gogo looks for what to do about unknown commands. */
    static final String UNKNOWN = "default";
    /** The variable that has the {@link Answer} to who asks. */
    static final String ASKED = ".dkvm.asked";

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final GogoSource gogo;
    private final Replies replies;
    private @Nullable Running running;
    /** Those of a session that was cut off. */
    private final Map<String, Object> variables = new HashMap<>();
    /** Set by the threads of a session, before the line that they work on ends. */
    private volatile int code;

    /** A session, and the ways out of it that can be cut off. */
    private record Running(CommandSession session, TextStream out, TextStream err) implements AutoCloseable {
        @Override
        public void close() {
            out.cut();
            err.cut();
            session.close();
        }
    }

    /**
     * @param gogo reads lines
     * @param replies take what is printed
     */
    GogoSession(GogoSource gogo, Replies replies) {
        this.gogo = gogo;
        this.replies = replies;
    }

    /**
     * Runs a line.
     *
     * @param line as Gogo reads it
     * @param asked what its commands answer to
     * @return the exit code
     */
    int run(String line, Answer asked) {
        try {
            var session = session();
            int exit = run(line, asked, session);
            if (!session.jobs().isEmpty()) {
                cutOff();
            }
            return exit;
        } catch (InterruptedException e) {
            cutOff();
            return gogo.isGone() ? stopped() : interrupted();
        } catch (CommandFailedException e) {
            return say(FAILED, e.getMessage());
        }
    }

    /** Whoever interrupted this thread has to do with what follows. */
    private static int interrupted() {
        Thread.currentThread().interrupt();
        return FAILED;
    }

    /** The kernel stops, and Gogo has interrupted its own threads. */
    private int stopped() {
        try {
            return replies.end(OK) ? OK : say(FAILED, "the kernel stops");
        } catch (InterruptedException e) {
            return interrupted();
        }
    }

    private int run(String line, Answer asked, CommandSession session) throws InterruptedException {
        session.put(ASKED, asked);
        session.currentDir(asked.client().folder());
        code = 0;
        try {
            var result = session.execute(line);
            if (result != null) {
                replies.out(session.format(result, Converter.INSPECT).toString().stripTrailing() + "\n");
            }
            return code;
        } catch (InterruptedException | UncheckedIOException e) {
            throw e;
        } catch (SyntaxError e) {
            return say(USAGE, where(e) + e.getMessage());
        } catch (EOFException e) {
            return say(USAGE, (e.getCause() instanceof SyntaxError at ? where(at) : "") + e.getMessage());
        } catch (StackOverflowError e) {
            return say(USAGE, "too many brackets within each other");
        } catch (CommandNotFoundException e) {
            // Where two are unknown at once, the handler is asked for one of them only.
            return say(USAGE, "unknown command \"" + e.getCommand() + "\"; \"help\" lists those there are");
        } catch (Exception e) {
            return say(FAILED, e.getMessage());
        }
    }

    private static String where(SyntaxError e) {
        return "syntax error at " + (e.line() > 1 ? e.line() + ":" : "column ") + e.column() + ": ";
    }

    private int say(int exit, @Nullable String what) {
        replies.err("dkvm: " + OneLine.of(what == null ? "it failed, and does not say why" : what.strip()) + "\n");
        return exit;
    }

    /** The names of all commands, each {@code scope:name}. */
    Set<String> names() {
        var names = new TreeSet<String>();
        try {
            if (session().get(".commands") instanceof Set<?> all) {
                all.forEach(name -> names.add(String.valueOf(name)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CommandFailedException e) {
            // Ours are known without Gogo.
        }
        return names;
    }

    private CommandSession session() throws InterruptedException {
        var there = running;
        if (there == null) {
            there = open();
            there.session().put("SCOPE", SCOPES);
            variables.forEach(there.session()::put);
            variables.clear();
            running = there;
        }
        return there.session();
    }

    private Running open() throws InterruptedException {
        var processor = gogo.processor().orElseThrow(() -> new CommandFailedException(
                "Gogo is not there, so no line can be read; give the command and its words instead"));
        var out = new TextStream(replies::out);
        var err = new TextStream(replies::err);
        var session = processor.createSession(InputStream.nullInputStream(), out, err);
        // The kernel's folder has nothing to do with what the client means by "*".
        session.put(CommandSession.OPTION_NO_GLOB, true);
        session.setJobListener((job, _, now) -> ended(job, now));
        return new Running(session, out, err);
    }

    private void ended(Job job, Job.Status now) {
        var result = job.result();
        if (now == Job.Status.Done && job.parent() == null && result != null) {
            code = result.error();
        }
    }

    private void cutOff() {
        var old = running;
        if (old == null) {
            return;
        }
        old.close();
        running = null;
        if (old.session().get(".variables") instanceof Set<?> names) {
            // Those with a dot in front are Gogo's own.
            names.stream().map(String::valueOf).filter(name -> !name.startsWith("."))
                    .forEach(name -> variables.put(name, old.session().get(name)));
        }
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
        }
    }
}
