package directive_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/exchange/lettertext"
	"balans/steer/directive"
)

// complete holds for every letter: each line of the file has a role, the lines that were
// not read are listed and no others, and each amount stands on the line it names.
func complete(t rapid.TB, l *directive.Letter) {
	t.Helper()
	listed := map[int]bool{}
	last := 0
	for _, u := range l.Unread {
		if u.Line <= last || u.Reason == "" {
			t.Errorf("listed line %d after %d: %q", u.Line, last, u.Reason)
		}
		listed[u.Line], last = true, u.Line
	}
	for i, line := range l.Text {
		if line.No != i+1 {
			t.Errorf("line %d is numbered %d", i+1, line.No)
		}
		empty := strings.TrimSpace(line.Text) == ""
		known := slices.Contains([]directive.Role{directive.Empty, directive.Heading, directive.Value, directive.Prose, directive.Ruler, directive.NotRead}, line.Role)
		if !known || empty != (line.Role == directive.Empty) {
			t.Errorf("line %d has the role %q: %q", line.No, line.Role, line.Text)
		}
		if (line.Role == directive.NotRead) != listed[line.No] {
			t.Errorf("line %d has the role %q and listed is %t: %q", line.No, line.Role, listed[line.No], line.Text)
		}
	}
	for _, s := range sumsOf(l) {
		if !s.Known {
			if s.Amount != 0 {
				t.Errorf("line %d: an unknown sum is %s", s.Line, s.Amount)
			}
			continue
		}
		if s.Line < 1 || s.Line > len(l.Text) {
			t.Errorf("the sum %s stands on line %d of %d", s.Amount, s.Line, len(l.Text))
			continue
		}
		// A paragraph may go on for many lines after its first.
		around := ""
		for _, line := range l.Text[s.Line-1 : min(len(l.Text), s.Line+40)] {
			around += line.Text + " "
		}
		if s.Printed == "" || !strings.Contains(strings.Join(strings.Fields(around), ""), strings.Join(strings.Fields(s.Printed), "")) {
			t.Errorf("line %d: %q (%s) is not printed there: %q", s.Line, s.Printed, s.Amount, l.Text[s.Line-1].Text)
		}
	}
}

// sumsOf finds every Sum of a letter, wherever it is kept.
func sumsOf(l *directive.Letter) []directive.Sum {
	var all []directive.Sum
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			if s, ok := v.Interface().(directive.Sum); ok {
				all = append(all, s)
				return
			}
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		}
	}
	walk(reflect.ValueOf(l))
	return all
}

// The walk above must find sums, or complete would hold of itself.
func TestSumsOf_findsThemAll(t *testing.T) {
	l := readFile(t, "testdata/clean.txt")
	// 3 of groups and one more, 7 items, 5 conditions, 3 + 2 of pension fees' five, 6
	// frames of three, 1 + 3 of the authorisation, 3 loans, 3 + 1 of the plan, 3 x 6 fees.
	known := 0
	for _, s := range sumsOf(l) {
		if s.Known {
			known++
		}
	}
	if want := 4 + 6 + 5 + 3 + 12 + 3 + 3 + 4 + 18; known != want {
		t.Errorf("%d known sums, want %d", known, want)
	}
}

// letters are those the properties start from.
func letters(t testing.TB) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, path := range []string{"testdata/clean.txt", "testdata/layout.txt", "testdata/older.txt", "testdata/dates.txt", "../../demo/letter-2025-2.txt"} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(path)] = strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	}
	return all
}

func readLines(lines []string) (*directive.Letter, error) {
	d, err := lettertext.Read("letter.txt", []byte(strings.Join(lines, "\n")+"\n"))
	if err != nil {
		return nil, err // nothing is left
	}
	return directive.Read(d)
}

// An amount with a letter, a point or a stray sign in it is never read as a number: it is
// unknown and its line is listed. What the other lines say stays as it was.
func TestRead_aGarbledAmountIsNeverANumber(t *testing.T) {
	for _, name := range []string{"clean.txt", "layout.txt", "older.txt", "letter-2025-2.txt"} {
		t.Run(name, func(t *testing.T) {
			lines := letters(t)[name]
			before, err := readLines(lines)
			if err != nil {
				t.Fatal(err)
			}
			var at []directive.Sum // those in the last cell of a row, where nothing but a number may stand
			for _, s := range sumsOf(before) {
				if s.Known && strings.HasSuffix(lines[s.Line-1], "\t"+s.Printed) && strings.Count(lines[s.Line-1], "\t"+s.Printed) == 1 {
					at = append(at, s)
				}
			}
			if len(at) < 10 {
				t.Fatalf("only %d amounts", len(at))
			}
			rapid.Check(t, func(t *rapid.T) { garbleOne(t, lines, before, rapid.SampledFrom(at).Draw(t, "amount")) })
		})
	}
}

func garbleOne(t *rapid.T, lines []string, before *directive.Letter, s directive.Sum) {
	changed := slices.Clone(lines)
	line := changed[s.Line-1]
	changed[s.Line-1] = strings.TrimSuffix(line, s.Printed) + garble(t, s.Printed)
	l, err := readLines(changed)
	if err != nil {
		t.Fatal(err)
	}
	complete(t, l)
	if !slices.ContainsFunc(l.Unread, func(u directive.Unread) bool { return u.Line == s.Line }) {
		t.Errorf("line %d is not listed: %q", s.Line, changed[s.Line-1])
	}
	got, want := countSums(l), countSums(before)
	want[place(s)]--
	for key, n := range got {
		if n > want[key] {
			t.Errorf("%s is read %d times, in the ungarbled letter %d times; %q", key, n, want[key], changed[s.Line-1])
		}
	}
	for key, n := range want {
		if !strings.HasPrefix(key, fmt.Sprintf("line %d:", s.Line)) && got[key] != n {
			t.Errorf("%s is read %d times, before the change of another line %d times", key, got[key], n)
		}
	}
}

func place(s directive.Sum) string { return fmt.Sprintf("line %d: %d", s.Line, s.Amount) }

func countSums(l *directive.Letter) map[string]int {
	count := map[string]int{}
	for _, s := range sumsOf(l) {
		if s.Known {
			count[place(s)]++
		}
	}
	return count
}

// garble makes an amount into something that is not plainly one.
func garble(t *rapid.T, amount string) string {
	i := rapid.IntRange(0, len(amount)-1).Draw(t, "at")
	switch rapid.IntRange(0, 4).Draw(t, "how") {
	case 0: // a letter for a digit
		for amount[i] < '0' || amount[i] > '9' {
			i = (i + 1) % len(amount)
		}
		return amount[:i] + rapid.SampledFrom([]string{"O", "l", "I", "S", "B", "?", "x"}).Draw(t, "letter") + amount[i+1:]
	case 1: // a sign within or after
		return amount[:i+1] + rapid.SampledFrom([]string{"*", ".", ",", ":", "'", "–", "%", "kr", "§"}).Draw(t, "sign") + amount[i+1:]
	case 2: // a space that splits a group of three, or a second one
		return amount[:i+1] + "  " + amount[i+1:] + "0"
	case 3: // another number behind it
		return amount + " / " + amount
	default: // in two cells
		return amount + "\t" + amount
	}
}

// Lines that are lost, doubled, cut or mixed cost no line in silence.
func TestRead_noSilentLoss(t *testing.T) {
	for _, name := range []string{"clean.txt", "layout.txt", "older.txt", "dates.txt", "letter-2025-2.txt"} {
		lines := letters(t)[name]
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				changed := damage(t, lines)
				l, err := readLines(changed)
				if err != nil {
					return // the title was hit
				}
				if len(l.Text) < len(changed) {
					t.Errorf("%d lines of %d have a role", len(l.Text), len(changed))
				}
				complete(t, l)
			})
		})
	}
}

func damage(t *rapid.T, lines []string) []string {
	changed := slices.Clone(lines)
	for range rapid.IntRange(1, 6).Draw(t, "changes") {
		i := rapid.IntRange(0, len(changed)-1).Draw(t, "line")
		switch rapid.IntRange(0, 5).Draw(t, "change") {
		case 0:
			changed = slices.Delete(changed, i, min(len(changed), i+rapid.IntRange(1, 30).Draw(t, "lines")))
		case 1:
			changed = slices.Insert(changed, i, changed[i])
		case 2:
			r := []rune(changed[i])
			changed[i] = string(r[:rapid.IntRange(0, len(r)).Draw(t, "cut")])
		case 3:
			j := rapid.IntRange(0, len(changed)-1).Draw(t, "other")
			changed[i], changed[j] = changed[j], changed[i]
		case 4:
			changed[i] = strings.ReplaceAll(changed[i], "\t", " ")
		default:
			changed = slices.Insert(changed, i, rapid.SampledFrom([]string{"", "Sida 3 (14)", "--\t--", "ap.9\tNytt (ram)\t12 34", "Utgiftsområde", "1:1", "Summa\t1", "Villkor", "Disponeras av", "- 3 mars", "\t\t7", "4.3.9 Något annat"}).Draw(t, "line"))
		}
		if len(changed) == 0 {
			return []string{""}
		}
	}
	return changed
}

// A row that is deleted takes its facts with it and no others.
func TestRead_aDeletedRowTakesOnlyItsOwnAmounts(t *testing.T) {
	lines := letters(t)["letter-2025-2.txt"]
	before, err := readLines(lines)
	if err != nil {
		t.Fatal(err)
	}
	var rows []int
	for _, s := range sumsOf(before) {
		if !s.Known {
			continue
		}
		if line := lines[s.Line-1]; strings.Contains(line, "\t") && (strings.HasPrefix(line, "ap.") || strings.HasPrefix(line, "2025-")) {
			rows = append(rows, s.Line)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.SampledFrom(rows).Draw(t, "row")
		l, err := readLines(slices.Delete(slices.Clone(lines), row-1, row))
		if err != nil {
			t.Fatal(err)
		}
		complete(t, l)
		want := map[string]int{}
		for _, s := range sumsOf(before) {
			moved := s
			if s.Line > row {
				moved.Line--
			}
			if s.Known && s.Line != row {
				want[place(moved)]++
			}
		}
		got := countSums(l)
		for key, n := range want {
			// The conditions of an item that is gone have no item to belong to; they are
			// listed, so they are not compared.
			if got[key] != n && !orphaned(l, key) {
				t.Errorf("%s is read %d times and not %d", key, got[key], n)
			}
		}
		for key, n := range got {
			if n > want[key] {
				t.Errorf("%s is read %d times and not %d", key, n, want[key])
			}
		}
	})
}

// orphaned reports whether an amount stands among conditions whose heading was listed.
func orphaned(l *directive.Letter, key string) bool {
	var line, amount int
	if _, err := fmt.Sscanf(key, "line %d: %d", &line, &amount); err != nil {
		return false
	}
	for i := line - 1; i >= 0 && i > line-12; i-- {
		if strings.HasPrefix(l.Text[i].Text, "ap.") {
			return l.Text[i].Role == directive.NotRead
		}
	}
	return false
}

func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"testdata/*.txt", "testdata/*.html"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
			lines := strings.SplitAfter(string(data), "\n")
			n := len(lines)
			f.Add([]byte(strings.Join(append(slices.Clone(lines[:n/3]), lines[n/2:]...), "")))        // deleted
			f.Add([]byte(strings.Join(append(slices.Clone(lines[:n/2]), lines[n/4:]...), "")))        // doubled
			f.Add(data[:len(data)*2/3])                                                               // cut
			f.Add([]byte(strings.ReplaceAll(strings.ReplaceAll(string(data), "\t", " "), " 0", "O"))) // without columns
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<18 {
			return
		}
		d, err := lettertext.Read("letter.txt", data)
		if err != nil {
			return
		}
		l, err := directive.Read(d)
		if err != nil {
			return
		}
		if len(l.Text) != len(d.Lines) {
			t.Errorf("%d lines of %d", len(l.Text), len(d.Lines))
		}
		complete(t, l)
	})
}
