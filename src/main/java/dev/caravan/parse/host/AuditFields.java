package dev.caravan.parse.host;

import dev.caravan.schema.Field;

/** The fields that records of auditd and its events have in common; names and meanings are those of linux-audit, "Audit event fields". */
final class AuditFields {

    private AuditFields() {
    }

    /** All of them. Which of them a record has depends on its type. */
    static Field[] all() {
        return new Field[] {
            Field.eventTime("time", "Time of the event; when it happened").required(true),
            Field.text("node", "Name of the machine, if auditd writes it", "hostname"),
            Field.number("syscall", "Number of the system call"),
            Field.text("arch", "Architecture of the system call, in hex"),
            Field.text("arch_name", "Architecture of the system call, by name"),
            Field.text("syscall_name", "System call, by name"),
            Field.number("pid", "Process id"),
            Field.number("ppid", "Process id of the parent"),
            Field.number("uid", "User id"),
            Field.number("auid", "User id at login, which su and sudo keep; 4294967295 for none"),
            Field.number("euid", "Effective user id"),
            Field.number("suid", "Saved user id"),
            Field.number("fsuid", "User id for files"),
            Field.number("gid", "Group id"),
            Field.number("egid", "Effective group id"),
            Field.number("sgid", "Saved group id"),
            Field.number("fsgid", "Group id for files"),
            Field.number("ses", "Number of the login session; 4294967295 for none"),
            Field.number("items", "Number of PATH records of the event"),
            Field.number("argc", "Number of arguments"),
            Field.number("exit", "Result of the system call"),
            Field.text("text", "What the record says beside its fields, for example that access was denied, and which"),
            Field.text("success", "Whether the system call succeeded, yes or no"),
            Field.text("res", "Whether it succeeded, success or failed"),
            Field.text("op", "What was done, for example login"),
            Field.text("acct", "Account that it is about", "username"),
            Field.text("addr", "Address that it comes from", "ip"),
            Field.text("hostname", "Host that it comes from"),
            Field.text("terminal", "Terminal"),
            Field.text("tty", "Terminal, for example pts0; of the process"),
            Field.text("comm", "Name of the process; it chooses it itself"),
            Field.text("exe", "Path of the program"),
            Field.text("cmd", "Command line of sudo"),
            Field.text("cwd", "Working directory"),
            Field.text("proctitle", "Command line; the process may change it"),
            Field.text("dev", "Device of the file"),
            Field.text("ino", "Inode of the file, in records of AVC"),
            Field.text("subj", "Security context of the process"),
            Field.text("scontext", "Security context of who asked"),
            Field.text("tcontext", "Security context of what was asked for"),
            Field.text("tclass", "Class of what was asked for"),
            Field.text("permissive", "Whether the denial was only logged"),
            Field.text("a0", "First argument"),
            Field.text("a1", "Second argument"),
            Field.text("a2", "Third argument"),
            Field.text("a3", "Fourth argument"),
            Field.text("saddr", "Socket address, in hex"),
            Field.text("saddr_fam", "Family of the socket address, for example inet"),
            Field.text("laddr", "Address from saddr", "ip"),
            Field.number("lport", "Port from saddr"),
            Field.text("path", "Path of a local socket, from saddr"),
            Field.text("auid_name", "Name of auid", "username"),
            Field.text("uid_name", "Name of uid", "username"),
            Field.text("gid_name", "Name of gid"),
            Field.text("euid_name", "Name of euid", "username"),
            Field.text("suid_name", "Name of suid"),
            Field.text("fsuid_name", "Name of fsuid"),
            Field.text("egid_name", "Name of egid"),
            Field.text("sgid_name", "Name of sgid"),
            Field.text("fsgid_name", "Name of fsgid"),
            Field.text("list", "Number of the list of rules that was changed"),
            Field.text("ver", "Version of auditd"),
            Field.text("format", "Format of the log, raw or enriched"),
            Field.text("kernel", "Version of the kernel")};
    }
}
