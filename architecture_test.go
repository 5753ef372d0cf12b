// Package balans_test holds the rules of the house: who may import whom, who
// may write, read the clock or use a float, and how large things may grow. The
// table of imports is the one in ARCHITECTURE.md.
package balans_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// source is a Go file of the tree, tests left out.
type source struct {
	path, room string
	text       []byte
	file       *ast.File
	fset       *token.FileSet
}

// sources reads every Go file that is not a test.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && p != "." || d.Name() == "testdata" || p == "bin" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if filepath.Ext(p) != ".go" || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, p, text, parser.ParseComments)
		if err != nil {
			return err
		}
		all = append(all, source{filepath.ToSlash(p), path.Dir(filepath.ToSlash(p)), text, file, fset})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("only %d files found: the test runs in the wrong folder", len(all))
	}
	return all
}

var tableRow = regexp.MustCompile(`^\| ([a-z/]+) \|[^|]*\|([^|]*)\|`)

// allowed reads the table of ARCHITECTURE.md.
func allowed(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	table := map[string][]string{}
	for line := range strings.SplitSeq(string(text), "\n") {
		if m := tableRow.FindStringSubmatch(line); m != nil && m[1] != "room" {
			table[m[1]] = strings.Fields(m[2])
		}
	}
	if len(table) < 15 {
		t.Fatalf("the table of rooms in ARCHITECTURE.md has only %d rows that can be read", len(table))
	}
	return table
}

func TestImports_followTheTable(t *testing.T) {
	table := allowed(t)
	used := map[string]bool{}
	for _, s := range sources(t) {
		may, ok := table[s.room]
		if !ok {
			t.Errorf("%s: the room %s is not in the table of ARCHITECTURE.md", s.path, s.room)
			continue
		}
		used[s.room] = true
		for _, i := range s.file.Imports {
			other, ours := strings.CutPrefix(strings.Trim(i.Path.Value, `"`), "balans/")
			if ours && !slices.Contains(may, "*") && !slices.Contains(may, other) {
				t.Errorf("%s imports %s, which the table of ARCHITECTURE.md does not allow", s.path, other)
			}
		}
	}
	for room := range table {
		if !used[room] {
			t.Errorf("the table of ARCHITECTURE.md names %s, which has no code", room)
		}
	}
}

// wings, from the ground up. A room may import its own wing and those below.
var wings = []string{"law", "journal access exchange", "prevent", "recover", "steer", "desk", "cmd"}

func TestImports_pointOneWay(t *testing.T) {
	level := func(room string) int {
		wing, _, _ := strings.Cut(room, "/")
		return slices.IndexFunc(wings, func(w string) bool { return slices.Contains(strings.Fields(w), wing) })
	}
	for room, may := range allowed(t) {
		for _, other := range may {
			if from, to := level(room), level(other); from >= 0 && to > from {
				t.Errorf("the table lets %s import %s, which lies above it", room, other)
			}
		}
	}
}

var (
	writesEvents = regexp.MustCompile(`(?i)(insert\s+(or\s+\w+\s+)?into|update|delete\s+from|replace\s+into|copy)\s+"?journal_`)
	speaksSQL    = regexp.MustCompile(`(?i)^\s*(select\s.+\sfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|create\s+table|with\s+\w+\s+as)\b`)
)

// literals calls fn with every string of the file.
func (s source) literals(fn func(text string, at token.Position)) {
	ast.Inspect(s.file, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			fn(strings.Trim(l.Value, "`\""), s.fset.Position(l.Pos()))
		}
		return true
	})
}

func TestSQL_standsInStoreFilesAndOnlyTheJournalWrites(t *testing.T) {
	for _, s := range sources(t) {
		if isTool(s.room) {
			continue
		}
		s.literals(func(text string, at token.Position) {
			if writesEvents.MatchString(text) && s.room != "journal" {
				t.Errorf("%s writes to the journal's tables: only package journal may", at)
			}
			if strings.Contains(strings.ToUpper(text), "OR REPLACE") && speaksSQL.MatchString(text) {
				t.Errorf("%s: OR REPLACE overwrites rows", at)
			}
			if speaksSQL.MatchString(text) && !strings.HasPrefix(path.Base(s.path), "store") {
				t.Errorf("%s: SQL stands in store*.go", at)
			}
		})
	}
}

// isTool tells what is not part of the program.
func isTool(room string) bool { return room == "bench" || strings.HasPrefix(room, "testenv") }

func TestClock_isReadByTheJournalAndTheProgramOnly(t *testing.T) {
	for _, s := range sources(t) {
		if isTool(s.room) || s.room == "journal" || strings.HasPrefix(s.room, "cmd/") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep"}, sel.Sel.Name) {
					t.Errorf("%s: time.%s; the time is passed in", s.fset.Position(n.Pos()), sel.Sel.Name)
				}
			}
			return true
		})
	}
}

// floatsAllowed: drawing, and durations for monitoring.
var floatsAllowed = []string{"desk/staff/chart.go", "desk/staff/metrics.go"}

func TestFloats_areForDrawingOnly(t *testing.T) {
	for _, s := range sources(t) {
		if isTool(s.room) || slices.Contains(floatsAllowed, s.path) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if n.Name == "float64" || n.Name == "float32" {
					t.Errorf("%s: a float", s.fset.Position(n.Pos()))
				}
			case *ast.BasicLit:
				if n.Kind == token.FLOAT {
					t.Errorf("%s: a float", s.fset.Position(n.Pos()))
				}
			}
			return true
		})
	}
}

func TestSizes_stayReadable(t *testing.T) {
	documented, rooms := map[string]bool{}, map[string]bool{}
	for _, s := range sources(t) {
		rooms[s.room] = true
		if s.file.Doc != nil {
			documented[s.room] = true
		}
		if lines := bytes.Count(s.text, []byte("\n")); lines > 700 {
			t.Errorf("%s has %d lines; at most 700", s.path, lines)
		}
		for _, decl := range s.file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if lines := s.fset.Position(fn.End()).Line - s.fset.Position(fn.Pos()).Line + 1; lines > 90 {
				t.Errorf("%s: func %s has %d lines; at most 90", s.fset.Position(fn.Pos()), fn.Name.Name, lines)
			}
			if name := fn.Name.Name; fn.Name.IsExported() && fn.Doc == nil && exportedReceiver(fn) && name != "String" && name != "Error" {
				t.Errorf("%s: %s is exported without a comment", s.fset.Position(fn.Pos()), fn.Name.Name)
			}
		}
	}
	for room := range rooms {
		if !documented[room] {
			t.Errorf("%s: no package comment", room)
		}
	}
}

// exportedReceiver reports whether the function can be seen from outside.
func exportedReceiver(fn *ast.FuncDecl) bool {
	if fn.Recv == nil {
		return true
	}
	typ := fn.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if index, ok := typ.(*ast.IndexExpr); ok {
		typ = index.X
	}
	name, ok := typ.(*ast.Ident)
	return ok && name.IsExported()
}

func TestNames_sayWhatTheyHold(t *testing.T) {
	for _, s := range sources(t) {
		for _, word := range strings.Split(s.room, "/") {
			if s.room == "recover/service" { // service of documents (delgivning), the law's own word
				continue
			}
			if slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "models", "types", "internal", "pkg", "manager", "service"}, word) {
				t.Errorf("%s: a room is named for what it holds, not %q", s.path, word)
			}
		}
	}
}

func TestDependencies_areFew(t *testing.T) {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	var direct []string
	for _, line := range strings.Split(string(text), "\n") {
		if f := strings.Fields(line); len(f) == 2 && strings.HasPrefix(f[1], "v") && strings.Contains(f[0], "/") {
			direct = append(direct, f[0])
		}
	}
	if len(direct) == 0 || len(direct) > 16 {
		t.Errorf("%d direct dependencies, at most 16: %v", len(direct), direct)
	}
	adrs := ""
	files, _ := filepath.Glob("docs/adr/*.md")
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		adrs += string(b)
	}
	for _, d := range direct {
		if !strings.Contains(adrs, d) {
			t.Errorf("%s has no reason in docs/adr", d)
		}
	}
}
