package casefile_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"balans/recover/claim"
	"balans/recover/worklist"
	"balans/steer/casefile"
)

var update = flag.Bool("update", false, "write the golden files anew")

// onSQLite runs a case in a new SQLite file.
func onSQLite(t testing.TB, name, text string) (*casefile.Result, error) {
	t.Helper()
	return casefile.Run(t.Context(), opener(filepath.Join(t.TempDir(), "case.db")), name, text)
}

// TestSample_passes: what is printed to be copied must work.
func TestSample_passes(t *testing.T) {
	result, err := onSQLite(t, "sample", casefile.Sample)
	if err != nil || !result.Passed() || result.Compared < 5 {
		t.Errorf("%v %+v", err, result)
	}
	var taught strings.Builder
	if err := casefile.Teach(&taught); err != nil || !strings.Contains(taught.String(), "when account") {
		t.Errorf("%v\n%s", err, taught.String())
	}
}

// altered changes one answer that a line of a case states; false when the line
// states none that can be changed.
func altered(l string) (string, bool) {
	if date := lastDate.FindStringIndex(l); date != nil && strings.TrimSpace(l[date[1]:]) == "" {
		day := "27"
		if l[date[1]-2:date[1]] == day {
			day = "26"
		}
		return l[:date[1]-2] + day + l[date[1]:], true
	}
	i := strings.LastIndexAny(l, "0123456789")
	if i < 0 {
		return l, false
	}
	digit := byte('1')
	if l[i] == digit {
		digit = '2'
	}
	return l[:i] + string(digit) + l[i+1:], true
}

var lastDate = regexp.MustCompile(`\d\d\d\d-\d\d-\d\d$`)

// TestCases_canFail alters the last answer of every line of every case: each
// altered line must fail. An answer that is not compared would be a check that
// cannot fail. And every word is used by a case and told of in the README: one
// that is not is not known to work, or not known at all.
func TestCases_canFail(t *testing.T) {
	lines, used := 0, map[string]bool{}
	for name, text := range caseFiles(t) {
		broken, at := alter(text)
		result, err := onSQLite(t, name, broken)
		if err != nil {
			t.Errorf("altered, it cannot be run: %v", err)
		}
		for _, line := range at {
			if err == nil && !slices.ContainsFunc(result.Failures, func(f casefile.Failure) bool { return f.Line == line }) {
				t.Errorf("%s:%d: the altered answer %q passes", name, line, strings.Split(broken, "\n")[line-1])
			}
		}
		lines += len(at)
		for _, w := range result.Words {
			used[w] = true
		}
	}
	if lines < 600 {
		t.Errorf("only %d answers were altered", lines)
	}
	readme, err := os.ReadFile(filepath.Join(cases, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range casefile.Words() {
		if !used[w] {
			t.Errorf("no case uses %q", w)
		}
		if !strings.Contains(string(readme), "**"+w+"**") {
			t.Errorf("the README does not explain **%s**", w)
		}
	}
}

// ofNames are the answers that are names, to which one more is added.
var ofNames = []string{"then on it", "then in order", "then proposed", "then passed over"}

// alter changes every answer that is a number, a date or one of ofNames, and
// returns the lines.
func alter(text string) (string, []int) {
	var at []int
	lines := strings.Split(text, "\n")
	then, header := "", false
	for i, l := range lines {
		trimmed := strings.TrimSpace(l)
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "#"):
			continue
		case l[0] != ' ':
			then, header = "", true
			head, rest, _ := strings.Cut(l, ":")
			if strings.HasPrefix(head, "then ") {
				then = head
			}
			if then == "" || rest == "" || then == "then shown" || then == "then machines" || strings.HasPrefix(then, "then behind") {
				continue
			}
		case then == "":
			continue
		case header && strings.Contains(l, "|"):
			header = false
			continue
		}
		if cells := strings.Split(l, "|"); len(cells) > 1 && !strings.ContainsAny(cells[len(cells)-1], "0123456789") {
			continue // the last cell is not compared, or no number
		}
		changed, ok := altered(l)
		if !ok && slices.Contains(ofNames, then) {
			changed, ok = l+" X", true
		}
		if ok {
			lines[i] = changed
			at = append(at, i+1)
		}
	}
	return strings.Join(lines, "\n"), at
}

// TestGuards_haveACaseEach: a guard that no case is refused by could be taken
// away unnoticed.
func TestGuards_haveACaseEach(t *testing.T) {
	var all strings.Builder
	for _, text := range caseFiles(t) {
		all.WriteString(text + "\n")
	}
	for _, rule := range append(claim.Rules(), claim.DailyRules()...) {
		if !strings.Contains(all.String(), "then refused: "+rule.ID+"\n") {
			t.Errorf("no case is refused by %s: %s", rule.ID, rule.Says)
		}
	}
}

// TestWorklists_haveACaseEach: a list that no case puts a claim on, and keeps
// its neighbour from, could hold anything.
func TestWorklists_haveACaseEach(t *testing.T) {
	all := caseFiles(t)
	for _, l := range worklist.Lists() {
		text := all["worklist_"+l.ID+".txt"]
		if strings.Count(text, "when worklist: "+l.ID+" on ") < 2 || !strings.Contains(text, "then on it: none\n") || !strings.Contains(text, "then on it: A") && !strings.Contains(text, "then on it: D") {
			t.Errorf("no case worklist_%s.txt shows a claim that is on the list, and when none is", l.ID)
		}
	}
}

// TestFailures_areToldWithTheirLine runs a case in which every answer is wrong.
func TestFailures_areToldWithTheirLine(t *testing.T) {
	text, err := os.ReadFile("testdata/wrong.txt")
	if err != nil {
		t.Fatal(err)
	}
	result, err := onSQLite(t, "wrong.txt", string(text))
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, f := range result.Failures {
		fmt.Fprintln(&got, f)
	}
	golden(t, "wrong.golden", got.String())
}

// TestErrors_sayWhereAndWhat runs cases that cannot be understood.
func TestErrors_sayWhereAndWhat(t *testing.T) {
	text, err := os.ReadFile("testdata/errors.txt")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, part := range strings.Split(string(text), "\n=====\n") {
		_, err := onSQLite(t, "case.txt", part)
		var e *casefile.Error
		if !errors.As(err, &e) {
			t.Errorf("%v for\n%s", err, part)
		}
		fmt.Fprintln(&got, err)
	}
	golden(t, "errors.golden", got.String())
}

// TestRefused_knowsTheGuards: a guard that does not exist would never stop
// anything, and the case would wait for it in vain.
func TestRefused_knowsTheGuards(t *testing.T) {
	_, err := onSQLite(t, "case.txt", strings.Replace(casefile.Sample, "\nwhen deadlines", "\nthen refused: too-sunny\nwhen deadlines", 1))
	if err == nil || !strings.Contains(err.Error(), "case.txt:12") || !strings.Contains(err.Error(), "not-final") {
		t.Errorf("%v", err)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
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

// FuzzRead: whatever a file holds, it is read, or refused with a line of it.
func FuzzRead(f *testing.F) {
	f.Add(casefile.Sample)
	f.Add("case: x\nsource: y\ngiven claims:\n  a\nwhen account: A on 2024-01-01, \"\nthen balances:\n  |\n  |\n")
	f.Add("when recorded: paid on 2024-01-01 for A, amount 1,\nthen payment :\nthen balances: 1 missing 2\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, err := range casefile.Read("case.txt", text) {
			var e *casefile.Error
			if !errors.As(err, &e) || e.Line < 1 || e.Line > 1+strings.Count(text, "\n") {
				t.Fatalf("an error without a line of the text: %v", err)
			}
		}
	})
}
