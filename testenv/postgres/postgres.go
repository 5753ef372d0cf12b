//go:build unix

// Package postgres starts a private PostgreSQL cluster for tests and measurements: its own data
// folder, a free port on 127.0.0.1, a random password, and nothing left behind after Stop.
//
// It does not install PostgreSQL, does not touch a cluster of the system, and is not for production:
// the data lives in a temporary folder. Writes are as safe as in production (fsync is on), so that
// figures measured here can be believed.
package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// ErrNotFound says that no PostgreSQL server programs are on this machine.
var ErrNotFound = errors.New("no PostgreSQL server programs (initdb, postgres) in /usr/lib/postgresql/*/bin or on PATH")

// superuser is the role that owns the cluster.
const superuser = "balans"

// Options say how a cluster is started. The zero value is right for tests.
type Options struct {
	// BinDir is the folder that holds initdb and postgres; "" means the one that Find returns.
	BinDir string
	// Settings are server settings on top of ours, such as {"fsync": "off"} or
	// {"shared_buffers": "1GB"}.
	Settings map[string]string
}

// Cluster is a running server. Stop it, or its folder stays on disk.
type Cluster struct {
	// DSN opens the database postgres as a superuser, as
	// postgres://balans:…@127.0.0.1:PORT/postgres?sslmode=disable.
	DSN string

	dir    string
	server *server
	once   sync.Once
	err    error
}

// Start makes a cluster and waits until it takes connections (about a second and a half). The context
// bounds the start only: the cluster runs until Stop, or until this process ends.
func Start(ctx context.Context, o Options) (*Cluster, error) {
	bin := o.BinDir
	if bin == "" {
		found, err := Find()
		if err != nil {
			return nil, err
		}
		bin = found
	}
	who, err := unprivileged()
	if err != nil {
		return nil, err
	}
	dir, err := makeDir(who)
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir}
	if err := c.start(ctx, bin, who, o.Settings); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return c, nil
}

func (c *Cluster) start(ctx context.Context, bin string, who *syscall.Credential, settings map[string]string) error {
	password := rand.Text()
	if err := initdb(ctx, bin, c.dir, password, who); err != nil {
		return err
	}
	// Another program may take the port between our look and the server's; then we look again.
	var err error
	for range 5 {
		var port int
		if port, err = freePort(); err != nil {
			return err
		}
		c.server, err = startServer(ctx, bin, c.dir, arguments(c.dir, port, settings), who)
		if err == nil {
			c.DSN = dsn(password, port)
			return nil
		}
		if !errors.Is(err, errPortTaken) {
			return err
		}
	}
	return err
}

// Stop ends the server and removes its folder. It may be called more than once and returns the same
// answer each time.
func (c *Cluster) Stop() error {
	c.once.Do(func() { c.err = errors.Join(c.server.stop(), os.RemoveAll(c.dir)) })
	return c.err
}

// Find returns the folder with the newest PostgreSQL server programs, or ErrNotFound.
func Find() (string, error) {
	programs, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is constant and valid
	slices.SortFunc(programs, func(a, b string) int { return version(b) - version(a) })
	for _, name := range []string{"initdb", "postgres"} {
		if p, err := exec.LookPath(name); err == nil {
			programs = append(programs, p)
			if real, err := filepath.EvalSymlinks(p); err == nil { // Debian links postgres alone
				programs = append(programs, real)
			}
		}
	}
	for _, p := range programs {
		dir := filepath.Dir(p)
		if executable(filepath.Join(dir, "initdb")) && executable(filepath.Join(dir, "postgres")) {
			return dir, nil
		}
	}
	return "", ErrNotFound
}

// version reads the 15 of /usr/lib/postgresql/15/bin/initdb; 0 when there is none.
func version(program string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(program))))
	if err != nil {
		return 0
	}
	return n
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

func initdb(ctx context.Context, bin, dir, password string, who *syscall.Credential) error {
	secret := filepath.Join(dir, "password")
	if err := os.WriteFile(secret, []byte(password+"\n"), 0o600); err != nil {
		return err
	}
	defer os.Remove(secret)
	if who != nil {
		if err := os.Chown(secret, int(who.Uid), int(who.Gid)); err != nil {
			return err
		}
	}
	// C.UTF-8: the order of text must not hang on the language of the machine. --no-sync only skips
	// flushing the empty cluster; the server that runs on it flushes as usual.
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "--no-sync", "-D", filepath.Join(dir, "data"),
		"-E", "UTF8", "--locale=C.UTF-8", "-A", "scram-sha-256", "-U", superuser, "--pwfile", secret)
	prepare(cmd, dir, who)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd.Path, err, out)
	}
	return nil
}

// arguments are the command line of the server: reachable from this machine only, and the same
// whatever time zone and language the machine has.
func arguments(dir string, port int, settings map[string]string) []string {
	all := map[string]string{
		"listen_addresses":        "127.0.0.1",
		"port":                    strconv.Itoa(port),
		"unix_socket_directories": dir,
		"cluster_name":            "balans-test",
		"max_connections":         "200",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"lc_messages":             "C",
		"logging_collector":       "off",
	}
	if len(dir) > 80 { // a socket's path may have 107 bytes, and the server adds up to 20
		all["unix_socket_directories"] = ""
	}
	for name, value := range settings {
		all[name] = value
	}
	args := []string{"-D", filepath.Join(dir, "data")}
	for name, value := range all {
		args = append(args, "-c", name+"="+value)
	}
	return args
}

func dsn(password string, port int) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(superuser, password),
		Host:     net.JoinHostPort("127.0.0.1", strconv.Itoa(port)),
		Path:     "/postgres",
		RawQuery: "sslmode=disable",
	}
	return u.String()
}

func freePort() (int, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// makeDir makes the temporary folder and gives it to the server's user.
func makeDir(who *syscall.Credential) (string, error) {
	parent := os.TempDir()
	if who != nil && !openToAll(parent) {
		parent = "/tmp"
	}
	dir, err := os.MkdirTemp(parent, "balans-pg-")
	if err != nil || who == nil {
		return dir, err
	}
	if err := os.Chown(dir, int(who.Uid), int(who.Gid)); err != nil {
		return "", errors.Join(err, os.Remove(dir))
	}
	return dir, nil
}

// openToAll reports whether any user may pass through every folder of the path.
func openToAll(path string) bool {
	for path = filepath.Clean(path); ; path = filepath.Dir(path) {
		info, err := os.Stat(path)
		if err != nil || info.Mode()&0o001 == 0 {
			return false
		}
		if path == filepath.Dir(path) {
			return true
		}
	}
}

// stopPatience is how long a stopping server may take at each step before the next harder one.
const stopPatience = 20 * time.Second

// tail keeps the last lines of the server's log, for the error message of a start that went wrong.
type tail struct {
	mu    sync.Mutex
	lines []string
}

func (t *tail) add(line string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lines = append(t.lines, line)
	if len(t.lines) > 40 {
		t.lines = t.lines[1:]
	}
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(t.lines, "\n")
}
