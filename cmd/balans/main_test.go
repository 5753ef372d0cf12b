package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"balans/testenv/require"
)

var update = flag.Bool("update", false, "write the golden files again")

// balans runs the program in this process.
func balans(t *testing.T, wantCode int, args ...string) (out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code := run(t.Context(), &terminal{out: &o, err: &e}, args)
	if code != wantCode {
		t.Fatalf("balans %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), code, wantCode, o.String(), e.String())
	}
	return o.String(), e.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from the golden file; look at it, then run with -update\n%s", name, got)
	}
}

func TestHelp_tellsOfEveryCommand(t *testing.T) {
	t.Setenv("BALANS_DB", "")
	var all strings.Builder
	out, _ := balans(t, exitOK, "help")
	all.WriteString(out)
	for _, c := range commands() {
		if !strings.Contains(out, "  "+c.name+" ") {
			t.Errorf("help does not list %s", c.name)
		}
		one, _ := balans(t, exitOK, "help", c.name)
		same, _ := balans(t, exitOK, c.name, "--help")
		if one != same {
			t.Errorf("help %s and %s --help differ", c.name, c.name)
		}
		all.WriteString("\n----\n" + one)
	}
	golden(t, "help.golden", all.String())
	for _, list := range []string{"benefits", "kinds", "parameters"} {
		if out, _ := balans(t, exitOK, "help", list); strings.Count(out, "\n") < 10 {
			t.Errorf("help %s lists little:\n%s", list, out)
		}
	}
}

func TestCommandLine_mistakesAreToldWithWhatToDo(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		code int
		args string
		says string
	}{
		{exitUsage, "", "Usage"},
		{exitUsage, "raport", "there is no command"},
		{exitUsage, "report", "name the report"},
		{exitUsage, "report recovery --as-of 2025-02-30 --db " + dir + "/x.db", "2025-02-30"},
		{exitUsage, "report recovery --format pdf --db " + dir + "/x.db", "text, json, csv, xlsx, html"},
		{exitUsage, "report recovery --with authority=kfm --db " + dir + "/x.db", "fk or pm or all"},
		{exitUsage, "report recovery --with colour=red --db " + dir + "/x.db", "no parameter"},
		{exitFailed, "report recovery --db " + dir + "/missing.db", "there is no journal"},
		{exitFailed, "serve --db " + dir + "/missing.db", "there is no journal"},
		{exitFailed, "verify --db " + dir + "/missing.db", "missing.db"},
		{exitUsage, "import --db " + dir + "/new.db claims.csv", "the file of events"},
		{exitUsage, "demo --scale huge", "full or small"},
		{exitUsage, "verify --expect 12", "NUMBER:HASH"},
	} {
		var args []string
		if c.args != "" {
			args = strings.Fields(c.args)
		}
		_, errs := balans(t, c.code, args...)
		if !strings.Contains(errs, c.says) {
			t.Errorf("balans %s says %q; it should mention %q", c.args, errs, c.says)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "missing.db")); err == nil {
		t.Error("a command that only reads made a journal")
	}
}

func TestServe_refusesAddressesOthersCanReach(t *testing.T) {
	for _, listen := range []string{"0.0.0.0:8080", ":8080", "192.168.1.5:8080", "[::]:8080", "example.org:80"} {
		if err := loopback("listen", listen); err == nil {
			t.Errorf("%s was accepted", listen)
		}
	}
	for _, listen := range []string{"localhost:8080", "127.0.0.1:0", "[::1]:9"} {
		if err := loopback("listen", listen); err != nil {
			t.Errorf("%s: %v", listen, err)
		}
	}
}

// TestDemo_tellsOfATakenAddressBeforeTheWork: making the agency takes half a
// minute, and the address can be checked first.
func TestDemo_tellsOfATakenAddressBeforeTheWork(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	db := filepath.Join(t.TempDir(), "never.db")
	if _, errs := balans(t, exitFailed, "demo", "--db", db, "--listen", l.Addr().String()); !strings.Contains(errs, "--listen") {
		t.Errorf("demo said %q", errs)
	}
	if _, err := os.Stat(db); err == nil {
		t.Error("the agency was made all the same")
	}
}

func TestServe_refusesOtherHostNames(t *testing.T) {
	h := ownHost(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	for host, want := range map[string]int{"localhost:8080": 204, "127.0.0.1:8080": 204, "[::1]:8080": 204, "localhost": 204,
		"evil.example:8080": 421, "localhost.evil.example": 421, "": 421, "10.0.0.1": 421} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != want {
			t.Errorf("Host %q: %d, want %d", host, w.Code, want)
		}
	}
}

// figures is what the test compares of a report.
func figures(t *testing.T, args ...string) string {
	t.Helper()
	out, _ := balans(t, exitOK, append([]string{"report", "recovery", "--format", "json", "--as-of", "2025-02-28"}, args...)...)
	var r map[string]any
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal([]any{r["decided"], r["stock"], r["referred"], r["balanced"]})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// stores are the databases every walk below is taken on.
func stores(t *testing.T, walk func(t *testing.T, db func() string)) {
	t.Run("SQLite", func(t *testing.T) {
		n := 0
		walk(t, func() string { n++; return filepath.Join(t.TempDir(), "walk.db") })
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Setenv("XDG_CACHE_HOME", t.TempDir())
		require.Postgres(t)
		walk(t, func() string { return require.Postgres(t) })
	})
}

// TestWalk_demoExportImportReportVerify is the way of a new user, and shows that
// the exported facts give the same figures in another journal.
func TestWalk_demoExportImportReportVerify(t *testing.T) {
	stores(t, func(t *testing.T, db func() string) {
		first, second, dir := db(), db(), t.TempDir()
		out, _ := balans(t, exitOK, "demo", "--scale", "small", "--no-serve", "--db", first, "--export", dir)
		if !strings.Contains(out, "2 000 claims") {
			t.Errorf("demo said %q", out)
		}
		if out, _ := balans(t, exitOK, "demo", "--scale", "small", "--no-serve", "--db", first); !strings.Contains(out, "already") {
			t.Errorf("the demo was made twice: %q", out)
		}
		claims, events := filepath.Join(dir, "claims.csv"), filepath.Join(dir, "events.csv")
		out, _ = balans(t, exitOK, "import", "--db", second, dir)
		if !strings.Contains(out, "2 000 new claims") {
			t.Errorf("import said %q", out)
		}
		want := figures(t, "--db", first)
		if got := figures(t, "--db", second); got != want {
			t.Errorf("the imported facts give other figures:\n%s\n%s", got, want)
		}
		if got := figures(t, "--db", second, "--known-at", "2024-02-28"); got == want {
			t.Error("the report as known a year earlier is the same")
		}
		checked, _ := balans(t, exitOK, "verify", "--db", second)
		if out, _ := balans(t, exitOK, "import", "--db", second, "--claims", claims, "--events", events); !strings.Contains(out, "nothing changed") {
			t.Errorf("the second import said %q", out)
		}
		again, _ := balans(t, exitOK, "verify", "--db", second)
		if again != checked {
			t.Errorf("importing again changed the journal:\n%s\n%s", checked, again)
		}
		end := strings.TrimSpace(checked[strings.LastIndex(strings.TrimSpace(checked), "\n")+1:])
		balans(t, exitOK, "verify", "--db", second, "--expect", end)
		balans(t, exitProblem, "verify", "--db", second, "--expect", "3:"+strings.Repeat("ab", 32))
		for _, format := range []string{"text", "csv", "xlsx", "html"} {
			file := filepath.Join(dir, "report."+format)
			balans(t, exitOK, "report", "recovery", "--db", second, "--by", "benefit", "--format", format, "--output", file)
			if info, err := os.Stat(file); err != nil || info.Size() < 1000 {
				t.Errorf("%s: %v", format, err)
			}
		}
	})
}

// TestInterrupt_leavesAConsistentJournal stops a demo in the middle and runs it
// again: nothing is lost or written twice.
func TestInterrupt_leavesAConsistentJournal(t *testing.T) {
	if testing.Short() {
		t.Skip("writes the full demo; run without -short")
	}
	db := filepath.Join(t.TempDir(), "stopped.db")
	ctx, cancel := context.WithCancel(t.Context())
	var out, errs bytes.Buffer
	stop := &stopAt{Buffer: &errs, text: "making the agency", after: 6, stop: cancel}
	code := run(ctx, &terminal{out: &out, err: stop, showProgress: true}, []string{"demo", "--households", "0", "--no-serve", "--db", db})
	if code != exitFailed || !strings.Contains(errs.String(), "run the same command again") {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	if _, errs := balans(t, exitOK, "report", "recovery", "--db", db); !strings.Contains(errs, "was not completed") {
		t.Errorf("the report does not warn: %q", errs)
	}
	if out, _ := balans(t, exitOK, "demo", "--households", "0", "--no-serve", "--db", db); !strings.Contains(out, "641 229 claims") {
		t.Errorf("the second run said %q", out)
	}
	if _, errs := balans(t, exitOK, "report", "recovery", "--db", db); strings.Contains(errs, "WARNING") {
		t.Errorf("still a warning: %q", errs)
	}
}

// stopAt cancels when a text has been written some times.
type stopAt struct {
	*bytes.Buffer
	text  string
	after int
	stop  func()
}

func (s *stopAt) Write(p []byte) (int, error) {
	if strings.Contains(string(p), s.text) {
		if s.after--; s.after == 0 {
			s.stop()
		}
	}
	return s.Buffer.Write(p)
}

// TestReadme_commandsAreThere runs the help of every command the README names.
func TestReadme_commandsAreThere(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for line := range strings.SplitSeq(string(text), "\n") {
		words := strings.Fields(line)
		if !strings.HasPrefix(line, "    ") || len(words) < 2 || !strings.HasSuffix(words[0], "balans") {
			continue
		}
		found++
		c := commandNamed(words[1])
		if c == nil {
			t.Errorf("README: %s: there is no such command", line)
			continue
		}
		fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
		c.setup(fs)
		for _, w := range words[2:] {
			if name, ok := strings.CutPrefix(w, "--"); ok && fs.Lookup(name) == nil {
				t.Errorf("README: %s: %s has no flag --%s", line, c.name, name)
			}
		}
	}
	if found < 5 {
		t.Errorf("only %d commands found in the README", found)
	}
}

func commandNamed(name string) *command {
	for _, c := range commands() {
		if c.name == name {
			return &c
		}
	}
	return nil
}

// TestProgram_isOneStaticBinary builds it as the Makefile does.
func TestProgram_isOneStaticBinary(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program; run without -short")
	}
	bin := filepath.Join(t.TempDir(), "balans")
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-o", bin, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), bin, "version").Output()
	if err != nil || !strings.HasPrefix(string(out), "balans "+version) {
		t.Errorf("version: %q, %v", out, err)
	}
}

// Claims with money that nobody booked are recomputed too, and counted.
func TestVerify_countsWhatNobodyBooked(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "x.db")
	for name, text := range map[string]string{
		"claims.csv": "claim_id,debtor,benefit,authority,origin,decided_on,principal_ore\nA,193502017456,bostadsbidrag,FK,manual,2024-01-10,100000\nB,193502017456,bostadsbidrag,FK,manual,2024-01-10,100000\n",
		"events.csv": "event_id,claim_id,kind,occurred_on,recorded_at,amount_ore,principal_ore,details\n" +
			"e1,A,paid,2024-03-01,2024-03-01,20000,,by=law\ne2,A,paid,2024-03-02,2024-03-02,20000,,by=law\ne1,B,paid,2024-03-01,2024-03-01,20000,,\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	balans(t, exitOK, "import", "--db", db, dir)
	out, _ := balans(t, exitOK, "verify", "--db", db)
	if !strings.Contains(out, "2 claims recomputed, 0 problems.\nOf these, 1 claim has money that nobody booked") {
		t.Error(out)
	}
}
