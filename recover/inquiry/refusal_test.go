package inquiry

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"balans/law/calendar"
)

// source is the package's own files, without tests.
func source(t *testing.T) (files []*ast.File, fset *token.FileSet) {
	t.Helper()
	names, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	fset = token.NewFileSet()
	for _, n := range names {
		if !strings.HasSuffix(n.Name(), ".go") || strings.HasSuffix(n.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, n.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files, fset
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

var verb = regexp.MustCompile(`%[-+# 0-9.]*[a-zA-Z%]`)

// Every sentence that refuses has a Swedish one with the same places to fill in, and no
// Swedish one is left over.
func TestRefusals_haveSwedish(t *testing.T) {
	files, fset := source(t)
	used := map[string]bool{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if name, ok := call.Fun.(*ast.Ident); !ok || name.Name != "refuse" {
				return true
			}
			english, ok := literal(call.Args[1])
			if !ok {
				t.Errorf("%s: the sentence is no literal, so nobody can see that it has Swedish", fset.Position(call.Pos()))
				return true
			}
			used[english] = true
			sv, ok := swedish[english]
			switch {
			case !ok:
				t.Errorf("%s: %q has no Swedish", fset.Position(call.Pos()), english)
			case !slices.Equal(verb.FindAllString(sv, -1), verb.FindAllString(english, -1)):
				t.Errorf("%q and %q have other places to fill in", english, sv)
			case len(verb.FindAllString(english, -1)) != len(call.Args)-2:
				t.Errorf("%s: %d places to fill in, and %d to fill them with", fset.Position(call.Pos()), len(verb.FindAllString(english, -1)), len(call.Args)-2)
			}
			return true
		})
	}
	for english := range swedish {
		if !used[english] {
			t.Errorf("nothing says %q any more", english)
		}
	}
	if len(used) < 40 {
		t.Errorf("%d refusals were found", len(used))
	}
}

// Every key of what is missing has words in both languages, and no words are left over.
func TestMissing_hasWords(t *testing.T) {
	files, _ := source(t)
	keys := map[string]bool{}
	for _, s := range Steps {
		keys["step."+string(s)] = true
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr: // append(r.Missing, "…")
				if name, ok := n.Fun.(*ast.Ident); ok && name.Name == "append" && len(n.Args) == 2 {
					if to, ok := n.Args[0].(*ast.SelectorExpr); ok && to.Sel.Name == "Missing" {
						if key, ok := literal(n.Args[1]); ok {
							keys[key] = true
						}
					}
				}
			case *ast.FuncDecl:
				if n.Name.Name == "hearingMissing" {
					ast.Inspect(n, func(n ast.Node) bool {
						if r, ok := n.(*ast.ReturnStmt); ok {
							if key, ok := literal(r.Results[0]); ok && key != "" {
								keys[key] = true
							}
						}
						return true
					})
				}
			}
			return true
		})
	}
	for key := range keys {
		if sv, en := MissingWords(key); sv == "" || en == "" || sv == en {
			t.Errorf("%s: %q %q", key, sv, en)
		}
	}
	for key := range missing {
		if !keys[key] {
			t.Errorf("nothing is missing by the name %s", key)
		}
	}
	if len(keys) < 14 {
		t.Errorf("%v", keys)
	}
}

// A payment that cannot be right is refused in Swedish too, with its number and field.
func TestRefusals_ofPayments(t *testing.T) {
	from := calendar.Date(20_000)
	good := Line{Payout: "P", From: from, To: from, Payee: 193501096998, Paid: 100}
	for name, change := range map[string]func(*Line){
		"days": func(l *Line) { l.To = from - 1 }, "none": func(l *Line) { l.From = calendar.None }, "long": func(l *Line) { l.To = from + 4001 }, "payee": func(l *Line) { l.Payee = 0 },
		"negative": func(l *Line) { l.Paid = -1 }, "owed": func(l *Line) { l.Entitled = -1 }, "much": func(l *Line) { l.Paid = mostPaid + 1 }, "tax": func(l *Line) { l.Tax = 101 }, "less tax": func(l *Line) { l.Tax = -1 },
	} {
		l := good
		change(&l)
		b := &Basis{Source: "s", ID: "i", Version: 1, Lines: []Line{good, l}}
		r, ok := b.check().(*Refusal)
		if !ok {
			t.Errorf("%s: it is not refused", name)
			continue
		}
		_, en, _ := strings.Cut(r.Why, ": ")
		_, sv, _ := strings.Cut(r.Svensk, ": ")
		if !strings.HasPrefix(r.Field, "basis.lines.2") || en == sv || en == "" || strings.Contains(r.Why+r.Svensk, "%!") {
			t.Errorf("%s: %s %q %q", name, r.Field, r.Why, r.Svensk)
		}
	}
	if err := (&Basis{Source: "s", ID: "i", Version: 1, Lines: []Line{good}}).check(); err != nil {
		t.Error(err)
	}
}

// Refused input is never repeated with an identity number in it.
func TestRefusals_maskNumbers(t *testing.T) {
	l := Line{Payout: "P", From: 20_000, To: 20_000, Payee: 193501096998, Paid: 100}
	c := &Case{Bases: []Basis{{Number: 1, Version: 1, Lines: []Line{l}}}, Assessments: map[Step][]Assessment{}}
	d := Debtor{Number: l.Payee}
	for _, rs := range [][]Recipient{nil, {{Payee: l.Payee}}, {{Payee: l.Payee, Debtors: []Debtor{d, d}}}, {{Payee: l.Payee, Debtors: []Debtor{{l.Payee, 5}}}}} {
		err := c.check(&Assessment{Step: Parties, Basis: 1, Recipients: rs})
		if err == nil || strings.Contains(fmt.Sprint(err, err.(*Refusal).Svensk), "6998") {
			t.Errorf("%+v: %v", rs, err)
		}
	}
}
