namespace SelfHealing.Sandboxes.Attacks;

/// <summary>A hostile program. It prints <c>held</c> when the wall stood, and <c>breach</c> with what it got when not.</summary>
/// <param name="Name">What it tries.</param>
/// <param name="Program">Python source; <c>@TCP@</c> and <c>@UDP@</c> stand for ports that listen on the host.</param>
/// <param name="Ends">How its run must end.</param>
public sealed record Attack(string Name, string Program, SandboxExitKind Ends = SandboxExitKind.Exited)
{
    /// <summary>All attacks.</summary>
    public static IReadOnlyList<Attack> All { get; } =
    [
        new("network by tcp", Each("[('172.17.0.1', @TCP@), ('127.0.0.1', @TCP@), ('1.1.1.1', 80)]", "socket.create_connection(target, 2)")),
        new("network by udp", Each("[('172.17.0.1', @UDP@), ('1.1.1.1', 53)]", "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'canary', target)")),
        new("names by dns", Each("['deb.debian.org', 'example.com']", "socket.getaddrinfo(target, 80)")),
        new("metadata address", Each("[('169.254.169.254', 80), ('fd00:ec2::254', 80)]", "socket.create_connection(target, 2)")),
        new("docker socket", Each("['/var/run/docker.sock', '/run/docker.sock', '/run/containerd/containerd.sock']", "socket.socket(socket.AF_UNIX).connect(target)")),
        new("mount", Each("[(b'proc', b'/tmp', b'proc'), (b'tmpfs', b'/work', b'tmpfs'), (b'/dev/sda1', b'/tmp', b'ext4')]", "call(libc.mount, *target, 0, None)")),
        new("new namespaces", Each("[0x10000000, 0x00020000, 0x40000000, 0x10020000]", "call(libc.unshare, target)")),
        new("become root", Each("[lambda: os.setuid(0), lambda: os.setgid(0), lambda: call(libc.setresuid, 0, 0, 0), lambda: os.setgroups([0])]", "target()")),
        new("set-uid programs", """
            import subprocess
            for command in (['su', '-c', 'id -u'], ['newgrp'], ['mount', '-t', 'tmpfs', 'x', '/tmp']):
                try:
                    done = subprocess.run(command, input=b'id -u\n', capture_output=True, timeout=5)
                    if b'0' in done.stdout.split(): breach(command)
                except (OSError, subprocess.TimeoutExpired): pass
            held()
            """),
        new("kernel memory", Each("['/proc/kcore', '/dev/mem', '/dev/kmem', '/proc/kmsg', '/dev/kmsg']", "open(target, 'rb').read(1) or fail()")),
        new("sysrq", Each("['/proc/sysrq-trigger', '/proc/sys/kernel/sysrq']", "open(target, 'w').write('h')")),
        new("kernel settings", Each("['/proc/sys/kernel/core_pattern', '/proc/sys/kernel/hostname', '/proc/sys/vm/overcommit_memory', '/sys/kernel/uevent_helper']", "open(target, 'w').write('x')")),
        new("cgroup release agent", """
            import glob
            for folder in glob.glob('/sys/fs/cgroup/*') + ['/sys/fs/cgroup']:
                for name, text in (('release_agent', '/work/x'), ('notify_on_release', '1'), ('memory.limit_in_bytes', '-1'), ('pids.max', 'max')):
                    try:
                        open(folder + '/' + name, 'w').write(text)
                        breach(folder, name)
                    except OSError: pass
                try:
                    os.mkdir(folder + '/child')
                    breach(folder, 'child')
                except OSError: pass
            held()
            """),
        new("device nodes", Each("[(0o060600, (8, 0)), (0o020600, (1, 1)), (0o060600, (254, 0))]", "os.mknod('/work/node', target[0], os.makedev(*target[1]))")),
        new("raw sockets", Each("[(socket.AF_INET, socket.SOCK_RAW, 1), (socket.AF_PACKET, socket.SOCK_RAW, 3), (socket.AF_INET6, socket.SOCK_RAW, 58)]", "socket.socket(*target)")),
        new("kernel doors", Each(
            "[(libc.sethostname, b'x', 1), (libc.setdomainname, b'x', 1), (libc.chroot, b'/work'), (libc.swapoff, b'/dev/sda'), (libc.acct, b'/work/x'), (libc.klogctl, 2, b'  ', 2), (libc.reboot, 0), (libc.umount2, b'/proc', 2)]",
            "call(*target)")),
        new("write the system", Each("['/usr/bin/evil', '/etc/passwd', '/evil', '/usr/lib/python3/dist-packages/pytest/__init__.py', '/etc/ld.so.preload']", "open(target, 'a').write('x')")),
        new("execute from tmp", """
            import shutil, subprocess
            shutil.copy('/bin/echo', '/tmp/echo')
            try:
                subprocess.run(['/tmp/echo'], check=True)
                breach('/tmp')
            except PermissionError: held()
            """),
        new("fill shared memory", Fill("/dev/shm", 17)),
        new("fill the disk", Fill("/work", 65)),
        new("fill tmp", Fill("/tmp", 9)),
        new("fill the inodes", """
            count = 0
            try:
                while count <= 5000:
                    open(f'/work/{count}', 'w').close()
                    count += 1
                breach(count)
            except OSError: held()
            """),
        new("fork bomb that counts", """
            count = 0
            try:
                while count <= 100:
                    if os.fork() == 0: time.sleep(60)
                    count += 1
                breach(count)
            except OSError: held()
            """),
        new("fork bomb without end", """
            held()
            while True:
                try: os.fork()
                except OSError: pass
            """, SandboxExitKind.TimedOut),
        new("memory bomb", """
            held()
            hoard = []
            while True: hoard.append(bytearray(1 << 24))
            """, SandboxExitKind.OutOfMemory),
        new("memory bomb in tmpfs and heap", """
            held()
            open('/work/big', 'wb').write(bytes(60 << 20))
            hoard = [bytearray(b'x' * (1 << 24)) for _ in range(100)]
            """, SandboxExitKind.OutOfMemory),
        new("spin past the wall clock", "held()\nwhile True: pass", SandboxExitKind.TimedOut),
        new("sleep past the wall clock", """
            import signal
            for number in range(1, 65):
                try: signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError): pass
            held()
            time.sleep(600)
            """, SandboxExitKind.TimedOut),
        new("flood the output", "held()\nwhile True: print('x' * 1000)", SandboxExitKind.Flooded),
        new("flood one line", "held()\nwhile True: sys.stdout.write('x' * 1000)", SandboxExitKind.Flooded),
        new("close the output and stay", "held()\nos.close(1)\nos.close(2)\ntime.sleep(600)", SandboxExitKind.TimedOut),
        new("orphan daemon", """
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    time.sleep(600)
                os._exit(0)
            held()
            """),
        new("kill process 1", """
            child = os.fork()
            if child == 0:
                for number in (9, 15, 19, 6): os.kill(1, number)
                os._exit(0)
            os.waitpid(child, 0)
            os.kill(os.getpid(), 9)
            held()
            """),
        new("trace process 1", """
            call(libc.prctl, 4, 0, 0, 0, 0)
            child = os.fork()
            if child == 0:
                libc.prctl(4, 1, 0, 0, 0)
                got = [libc.ptrace(16, 1, 0, 0) == 0]
                for path, mode in (('/proc/1/mem', 'r+b'), ('/proc/1/fd/1', 'wb'), ('/proc/1/environ', 'rb')):
                    try: got.append(bool(open(path, mode)))
                    except OSError: got.append(False)
                os._exit(any(got))
            if os.waitpid(child, 0)[1]: breach('process 1')
            held()
            """),
        new("secrets in the environment", """
            seen = str(os.environ) + open('/proc/1/environ').read()
            breach(seen) if 'canary' in seen.lower() else held()
            """),
        new("files of the host", Each("['/etc/shadow', '/proc/1/root/etc/shadow', '/root/.ssh/id_rsa', '@CANARY@', '/host', '/proc/1/cwd/../@CANARY@']", "open(target, 'rb').read(1)")),
        new("processes of the host", """
            others = [p for p in os.listdir('/proc') if p.isdigit() and int(p) not in (1, os.getpid())]
            breach(others) if others else held()
            """),
    ];

    public override string ToString() => Name;

    /// <summary>Tries one step on several targets: any that is not refused is a breach.</summary>
    private static string Each(string targets, string step) => $"""
        import socket
        for target in {targets}:
            try:
                {step}
                breach(target)
            except OSError: pass
        held()
        """;

    private static string Fill(string folder, int tooMany) => $"""
        written = 0
        try:
            with open('{folder}/big', 'wb', 0) as big:
                while written < {tooMany}: written += big.write(bytes(1 << 20)) / (1 << 20)
            breach(written)
        except OSError: held()
        """;
}
