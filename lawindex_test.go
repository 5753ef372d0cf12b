package balans_test

import (
	"encoding/csv"
	"fmt"
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

	"balans/law/statute"
)

// The index of the law, docs/law, says for each paragraph which code carries it
// out and which cases show it. These tests hold it against the tree: what it
// names must exist, and what the code refers to must stand in it.

const lawFolder = "docs/law"

// lawHead is the first line of every table of the index.
const lawHead = "| paragraph | what it says | mark | code | parameters | cases | state |"

// lawRow is one row of the index.
type lawRow struct {
	place  string // file:line
	act    string // of the file's name
	refs   []string
	says   string
	mark   string
	code   []string
	params []string
	cases  []string
	noCase string // why there is no case
	state  string
}

const noCase = "no case: "

// readLawRows reads the tables of one file, and says what is no row.
func readLawRows(file, text string) (rows []lawRow, faults []string) {
	inTable := false
	for n, line := range strings.Split(text, "\n") {
		place := fmt.Sprintf("%s:%d", file, n+1)
		switch {
		case !strings.HasPrefix(line, "|"):
			inTable = false
			continue
		case !inTable:
			inTable = true
			if line != lawHead {
				faults = append(faults, place+": a table begins with "+lawHead)
			}
			continue
		case strings.Trim(line, "|-: ") == "":
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if len(cells) != 7 {
			faults = append(faults, fmt.Sprintf("%s: %d cells; 7 are expected: %s", place, len(cells), lawHead))
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		words := func(i int) []string { return strings.Fields(strings.ReplaceAll(cells[i], "`", "")) }
		r := lawRow{place: place, act: strings.TrimSuffix(path.Base(file), ".md"), says: cells[1], mark: cells[2], code: words(3), params: words(4), state: cells[6]}
		for ref := range strings.SplitSeq(cells[0], ", ") {
			r.refs = append(r.refs, ref)
		}
		var has bool
		if r.noCase, has = strings.CutPrefix(cells[5], noCase); !has {
			r.cases = words(5)
		}
		rows = append(rows, r)
	}
	return rows, faults
}

// lawTree is what rows are held against.
type lawTree struct {
	names    func(folder string) (map[string]bool, error) // top-level names of a folder, methods as Type.Method
	cases    map[string]bool
	declared map[string]bool
}

var inBackticks = regexp.MustCompile("`([a-z/]+\\.[A-Za-z_.]+)`")

// faults says what is wrong with a row.
func (w *lawTree) faults(r *lawRow) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, r.place+": "+fmt.Sprintf(format, args...)) }
	for _, ref := range r.refs {
		if err := statute.Ref(ref).Check(); err != nil {
			fault("%v; the first cell is one reference, or several with a comma and a space between", err)
		} else if act, _, _ := strings.Cut(ref, " "); act != r.act {
			fault("%s belongs in %s/%s.md", ref, lawFolder, act)
		}
	}
	if r.says == "" || len(r.mark) != 1 || !strings.Contains("VSRIU", r.mark) {
		fault("say what the paragraph says, and mark how it is known: V, S, R, I or U")
	}
	for _, c := range r.code {
		w.mustExist(c, fault)
	}
	for _, m := range inBackticks.FindAllStringSubmatch(r.noCase+" "+r.state, -1) {
		w.mustExist(m[1], fault)
	}
	for _, p := range r.params {
		if !w.declared[p] {
			fault("the parameter %q is not declared; see law/statute/parameters.csv", p)
		}
	}
	for _, c := range r.cases {
		if !w.cases[c] {
			fault("there is no case testdata/cases/%s; name another, or write %q and why", c, noCase)
		}
	}
	word, why, _ := strings.Cut(r.state, ": ")
	carried := word == "implemented" || word == "in part"
	switch {
	case word != "implemented" && word != "in part" && word != "not implemented":
		fault("the state %q is none of: implemented; in part: what is missing; not implemented: why, and where it belongs", r.state)
	case word != "implemented" && why == "":
		fault("%q says what is missing, and where it belongs, after a colon", word)
	case carried && len(r.code) == 0:
		fault("it is %s, and no code is named; name folder.Identifier", word)
	case carried && len(r.cases) == 0 && r.noCase == "":
		fault("it is %s, and no case is named; write a case in testdata/cases, or %q and why", word, noCase)
	case !carried && len(r.code)+len(r.cases) > 0:
		fault("it is not implemented, and names code or cases; is it implemented in part?")
	}
	return faults
}

// mustExist looks up recover/claim.LimitationOf or recover/claim.Deadlines.Final.
func (w *lawTree) mustExist(code string, fault func(string, ...any)) {
	slash := strings.LastIndex(code, "/")
	folder, name, ok := strings.Cut(code[slash+1:], ".")
	folder = code[:slash+1] + folder
	if !ok {
		fault("%q is not folder.Identifier, such as recover/claim.LimitationOf", code)
		return
	}
	names, err := w.names(folder)
	switch {
	case err != nil:
		fault("%s: %v", code, err)
	case !names[name]:
		fault("%s has no %s any more (type, func, Type.Method, Type.Field, var, const or test); name what carries the paragraph out now", folder, name)
	}
}

// namesIn reads the top-level names of the Go files of a folder, tests included.
func namesIn(folder string) (map[string]bool, error) {
	files, err := filepath.Glob(filepath.Join(filepath.FromSlash(folder), "*.go"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no Go files in the folder %q: %w", folder, fs.ErrNotExist)
	}
	names := map[string]bool{}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, decl := range f.Decls {
			addNames(names, decl)
		}
	}
	return names, nil
}

func addNames(names map[string]bool, decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		name := d.Name.Name
		if d.Recv != nil {
			typ := d.Recv.List[0].Type
			if star, ok := typ.(*ast.StarExpr); ok {
				typ = star.X
			}
			if of, ok := typ.(*ast.Ident); ok {
				name = of.Name + "." + name
			}
		}
		names[name] = true
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.ValueSpec:
				for _, n := range s.Names {
					names[n.Name] = true
				}
			case *ast.TypeSpec:
				names[s.Name.Name] = true
				if of, ok := s.Type.(*ast.StructType); ok {
					for _, field := range of.Fields.List {
						for _, n := range field.Names {
							names[s.Name.Name+"."+n.Name] = true
						}
					}
				}
			}
		}
	}
}

// lawIndex is every row of docs/law.
func lawIndex(t *testing.T) []lawRow {
	t.Helper()
	files, err := filepath.Glob(lawFolder + "/*.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows []lawRow
	for _, file := range files {
		if path.Base(filepath.ToSlash(file)) == "README.md" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		more, faults := readLawRows(filepath.ToSlash(file), string(text))
		for _, f := range faults {
			t.Error(f)
		}
		rows = append(rows, more...)
	}
	if len(rows) < 100 {
		t.Fatalf("only %d rows in %s: the test runs in the wrong folder, or tables cannot be read", len(rows), lawFolder)
	}
	return rows
}

func theLawTree(t *testing.T) *lawTree {
	t.Helper()
	p, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]map[string]bool{}
	w := &lawTree{cases: map[string]bool{}, declared: map[string]bool{}}
	w.names = func(folder string) (map[string]bool, error) {
		if known[folder] == nil {
			names, err := namesIn(folder)
			if err != nil {
				return nil, err
			}
			known[folder] = names
		}
		return known[folder], nil
	}
	for _, d := range p.Declared() {
		w.declared[d.Name] = true
	}
	for _, file := range caseFiles(t) {
		w.cases[path.Base(file)] = true
	}
	return w
}

func caseFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for i := range files {
		files[i] = filepath.ToSlash(files[i])
	}
	return files
}

func TestLaw_rowsNameWhatExists(t *testing.T) {
	tree, seen := theLawTree(t), map[string]string{}
	for _, r := range lawIndex(t) {
		for _, f := range tree.faults(&r) {
			t.Error(f)
		}
		for _, ref := range r.refs {
			if at, twice := seen[ref]; twice {
				t.Errorf("%s: %s has a row at %s; a paragraph has one row", r.place, ref, at)
			}
			seen[ref] = r.place
		}
	}
}

func TestLaw_readmeListsEveryFile(t *testing.T) {
	text, err := os.ReadFile(lawFolder + "/README.md")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]bool{}
	for _, r := range lawIndex(t) {
		files[r.act+".md"] = true
	}
	for file := range files {
		if !strings.Contains(string(text), "("+file+")") {
			t.Errorf("%s/README.md does not link to %s", lawFolder, file)
		}
	}
}

func TestLaw_everyParagraphInUseIsListed(t *testing.T) {
	var listed []statute.Place
	params := map[string][]statute.Ref{}
	for _, r := range lawIndex(t) {
		for _, ref := range r.refs {
			if p, err := statute.Ref(ref).Place(); err == nil {
				listed = append(listed, p)
			}
			for _, name := range r.params {
				params[name] = append(params[name], statute.Ref(ref))
			}
		}
	}
	uses := lawInUse(t)
	for _, u := range uses {
		if !isListed(u.ref, listed) {
			t.Errorf("%s refers to %s, which %s does not list; add a row to %s/%s.md", u.place, u.ref, lawFolder, lawFolder, strings.Fields(string(u.ref))[0])
		}
		if u.parameter != "" && !slices.Contains(params[u.parameter], u.ref) {
			t.Errorf("%s: %s stands on %s, whose row in %s does not name the parameter", u.place, u.parameter, u.ref, lawFolder)
		}
	}
	if len(uses) < 200 {
		t.Errorf("only %d references found in code, parameters, lists and cases", len(uses))
	}
}

// isListed reports whether a row is about the paragraph, a part of it, or the
// whole that it is a part of.
func isListed(ref statute.Ref, listed []statute.Place) bool {
	p, err := ref.Place()
	if err != nil {
		return false
	}
	open := func(a, b int) bool { return a == 0 || b == 0 || a == b }
	return slices.ContainsFunc(listed, func(q statute.Place) bool {
		return p.Act == q.Act && p.Chapter == q.Chapter && p.Section == q.Section && open(p.Paragraph, q.Paragraph) && open(p.Point, q.Point)
	})
}

// lawUse is a reference to a paragraph somewhere in the tree.
type lawUse struct {
	place     string
	ref       statute.Ref
	parameter string // whose law it is
}

// lawRooms are the folders whose texts are searched for paragraphs.
var lawRooms = []string{"recover/", "journal/parameter/", "law/", "steer/", "prevent/"}

// lawInUse is what the code, the parameters, the work lists and the cases rest on.
func lawInUse(t *testing.T) (uses []lawUse) {
	t.Helper()
	add := func(place, text string) {
		for _, ref := range mentions(text) {
			uses = append(uses, lawUse{place: place, ref: ref})
		}
	}
	for _, s := range sources(t) {
		if slices.ContainsFunc(lawRooms, func(room string) bool { return strings.HasPrefix(s.path, room) }) {
			s.literals(func(text string, at token.Position) {
				add(fmt.Sprintf("%s:%d", s.path, at.Line), text)
			})
		}
	}
	lines := func(file, prefix string) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			if rest, ok := strings.CutPrefix(strings.TrimSpace(line), prefix); ok {
				add(fmt.Sprintf("%s:%d", file, n+1), rest)
			}
		}
	}
	lines("recover/worklist/lists.txt", "law:")
	for _, file := range caseFiles(t) {
		lines(file, "source:")
	}
	return append(uses, lawOfParameters(t)...)
}

// lawOfParameters reads the column law of parameters.csv.
func lawOfParameters(t *testing.T) (uses []lawUse) {
	t.Helper()
	const file = "law/statute/parameters.csv"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := slices.Index(records[0], "law")
	for i, r := range records[1:] {
		if r[column] != "" {
			uses = append(uses, lawUse{fmt.Sprintf("%s:%d", file, i+2), statute.Ref(r[column]), r[0]})
		}
	}
	if len(uses) < 20 {
		t.Errorf("only %d parameters of %s have a law", len(uses), file)
	}
	return uses
}
