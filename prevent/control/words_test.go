package control_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"balans/prevent/control"
)

// checkWords holds an evaluation against its texts: there are texts, in both languages, and
// every argument of it finds a place in them.
func checkWords(t *testing.T, place string, e *control.Evaluation) {
	t.Helper()
	says, tells := e.Says(), e.Tells()
	for _, text := range []string{says.Sv, says.En} {
		if text == "" || strings.Contains(text, "%!") {
			t.Errorf("%s: %s says %q", place, e.Reason, text)
		}
		for _, a := range e.Args {
			if !strings.Contains(text, a) {
				t.Errorf("%s: %s does not tell %q: %q", place, e.Reason, a, text)
			}
		}
	}
	if (tells.Sv == "") != (tells.En == "") || tells.Sv == "" && !strings.HasPrefix(e.Reason, "death") {
		t.Errorf("%s: to the person %s says %q and %q", place, e.Reason, tells.Sv, tells.En)
	}
	if strings.Contains(tells.Sv+tells.En, "%") {
		t.Errorf("%s: the words to the person have no arguments: %q", place, tells)
	}
}

// reasonsInSource is every reason the source of the rules names: in Evaluation{Reason: …},
// and texts with a dot of which the first part is the first part of such a reason.
func reasonsInSource(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	var texts []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "words.go" {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.KeyValueExpr:
				if k, ok := x.Key.(*ast.Ident); ok && k.Name == "Reason" {
					if v, ok := x.Value.(*ast.BasicLit); ok {
						found[strings.Trim(v.Value, `"`)] = true
					}
				}
			case *ast.BasicLit:
				if x.Kind == token.STRING {
					texts = append(texts, strings.Trim(x.Value, `"`))
				}
			}
			return true
		})
	}
	prefixes := map[string]bool{}
	for reason := range found {
		prefix, _, _ := strings.Cut(reason, ".")
		prefixes[prefix] = true
	}
	for _, text := range texts {
		if prefix, rest, ok := strings.Cut(text, "."); ok && prefixes[prefix] && rest != "" && !strings.ContainsAny(text, " \n/") {
			found[text] = true
		}
	}
	if len(found) < 60 {
		t.Fatalf("only %d reasons are found in the source of the rules", len(found))
	}
	return found
}

// Every reason a rule can give has words, with as many places in both languages.
func TestWords_everyReasonHasThem(t *testing.T) {
	found := reasonsInSource(t)
	found["protected"] = true
	for reason := range found {
		e := control.Evaluation{Reason: reason}
		says, tells := e.Says(), e.Tells()
		if says.Sv == "" || says.En == "" {
			t.Errorf("%s has no words", reason)
		}
		if strings.Count(says.Sv, "%s") != strings.Count(says.En, "%s") || strings.Count(says.Sv+says.En, "%") != strings.Count(says.Sv+says.En, "%s") {
			t.Errorf("%s: %q and %q have not the same places", reason, says.Sv, says.En)
		}
		if (tells.Sv == "") != (tells.En == "") {
			t.Errorf("%s: the person is told in one language only", reason)
		}
	}
	for _, reason := range control.ReasonsWithWords() {
		if !found[reason] {
			t.Errorf("no rule gives the reason %s", reason)
		}
	}
}

// Every rule has its name and purpose in both languages, and a legal basis that can be
// taken apart.
func TestRules_areWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range control.Rules() {
		law, err := r.Lagrum()
		if err != nil || len(law) == 0 || law[0].Section == "" || law[0].Version != r.Version {
			t.Errorf("%s: %v %v", r.ID, law, err)
		}
		if r.Name.Sv == "" || r.Name.En == "" || r.Purpose.Sv == "" || r.Purpose.En == "" || r.Version < 1 || r.Stages == 0 || seen[r.ID] || !r.Reads.Has(control.ReadsLine) {
			t.Errorf("%+v", r)
		}
		seen[r.ID] = true
		if found, ok := control.Find(r.ID); !ok || found != r {
			t.Errorf("%s is not found", r.ID)
		}
	}
	if _, ok := control.Find("review"); ok {
		t.Error("a plan could ask for a random review of those it selects")
	}
}
