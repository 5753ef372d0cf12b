package directive

import (
	"cmp"
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
)

// changeText is a change without its values, for comparing what was told with what was
// done; things go by what the older letter calls them.
func changeText(c Change) string {
	key := c.Old.Key
	if c.Kind == Added {
		key = c.New.Key
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s %q %s", c.Part, c.Kind, key, c.Field))
}

func changeTexts(changes []Change) (all []string) {
	for _, c := range changes {
		all = append(all, changeText(c))
	}
	slices.Sort(all)
	return all
}

// edit is something done to the sample, and the changes it is.
type edit struct {
	name string
	do   func(*Letter)
	want []string
}

// edits can be made together in any number: none touches what another does.
var edits = []edit{
	{"decided", func(l *Letter) { l.Decided = onDay("2031-06-26") }, []string{`head changed "" decided`}},
	{"amends", func(l *Letter) { l.Amends = true }, []string{`head changed "" amends`}},
	{"riksdag", func(l *Letter) {
		l.Riksdag = append(l.Riksdag, RiksdagDecision{Line: 3, Bill: "2030/31:99", Area: 4, Bet: "2030/31:FiU21", Rskr: "2030/31:255"})
	}, []string{`riksdag added "2030/31:255"`}},
	{"goal text", func(l *Letter) { l.Goals[0].Text[0].Text = "Bryggorna ska hålla i femtio år." }, []string{`goal changed "Mål för bryggorna" text`}},
	{"goal removed", func(l *Letter) { l.Goals = l.Goals[:1] }, []string{`goal removed "Korta köer"`}},
	{"reporting", func(l *Letter) { l.Goals[0].Reporting = nil }, []string{`goal changed "Mål för bryggorna" reporting`}},
	{"requirement", func(l *Letter) { l.Requirements[0].Title = "Lokaller" }, []string{`requirement changed "Lokaler" title`}},
	{"occasion moved", func(l *Letter) { l.Occasions[0].Date = onDay("2031-02-05") }, []string{`deadline changed "prognostillfällen" date`}},
	{"a letter of a title", func(l *Letter) { l.Earlier[1].Title = "Samverkan om fyrarr" }, []string{`assignment changed "Samverkan om fyrar" title`}},
	{"assignment added", func(l *Letter) {
		l.Assignments = slices.Insert(l.Assignments, 0, Assignment{Line: 29, Title: "Utred avgifter vid slussar"})
	}, []string{`assignment added "Utred avgifter vid slussar"`}},
	{"deadline moved", func(l *Letter) { l.assignment("Inventera").Deadlines[2].Date = onDay("2032-03-01") }, []string{`deadline changed "Inventera träbryggor i skärgården" date`}},
	{"interim dropped", func(l *Letter) { a := l.assignment("Inventera"); a.Deadlines = slices.Delete(a.Deadlines, 1, 2) }, []string{`deadline removed "Inventera träbryggor i skärgården"`}},
	{"with", func(l *Letter) { l.assignment("Inventera").With = nil }, []string{`assignment changed "Inventera träbryggor i skärgården" with`}},
	{"yearly longer", func(l *Letter) { l.Earlier[1].Deadlines[0].Until = 2037 }, []string{`deadline changed "Samverkan om fyrar" terms`}},
	{"amount", func(l *Letter) {
		g := &l.Appropriations[1].Groups[0]
		g.Amount, g.Items[0].Amount = inTkr(71, 24_505), inTkr(72, 24_505)
	}, []string{`disposer changed "UO4 2:1" amount`, `item changed "UO4 2:1 ap.1" amount`}},
	{"unreadable", func(l *Letter) { l.item("Träbryggor").Amount = Sum{Line: 64, Printed: "4 3Z1"} }, []string{`item changed "UO4 1:2 ap.1" amount`}},
	{"item renamed", func(l *Letter) { l.item("Fyrar").Name = "Fyrar och kummel" }, []string{`item changed "UO4 1:2 ap.4" name`}},
	{"item renumbered", func(l *Letter) {
		l.item("Flytbryggor").ID = "UO4 1:2 ap.6"
		l.frame("UO4 1:2 ap.2").Item, l.Authorisations[0].Item = "UO4 1:2 ap.6", "UO4 1:2 ap.6"
	}, []string{`item changed "UO4 1:2 ap.2" number`}},
	{"item closed", func(l *Letter) {
		g := &l.Appropriations[0].Groups[1]
		g.Items = slices.DeleteFunc(g.Items, func(i Item) bool { return i.ID == "UO4 1:2 ap.3" })
		l.Frames = slices.DeleteFunc(l.Frames, func(f Frame) bool { return f.Item == "UO4 1:2 ap.3" })
		l.Closed = append(l.Closed, ClosedItem{Line: 98, Item: "UO4 1:2 ap.3", Kind: "ram"})
	}, []string{`item removed "UO4 1:2 ap.3"`, `frame removed "UO4 1:2 ap.3"`, `closed item added "UO4 1:2 ap.3"`}},
	{"limit", func(l *Letter) {
		c := &l.item("Förvaltningsmedel").Conditions[0]
		c.Amount, c.Text = inKr(80, 3_500_000), "Högst 3 500 000 kronor får användas för forskning om tång."
	}, []string{`condition changed "UO4 2:1 ap.1" amount`}},
	{"condition added", func(l *Letter) {
		i := l.item("Förvaltningsmedel")
		i.Conditions = append(i.Conditions, Condition{Line: 81, Kind: Earmarked, Amount: inKr(81, 5), Purpose: "ett ombud", Text: "5 kronor avser ett ombud."})
	}, []string{`condition added "UO4 2:1 ap.1"`}},
	{"wording", func(l *Letter) {
		l.Appropriations[0].Conditions[0].Text = "Inkomster från alla hamnar redovisas brutto."
	}, []string{`condition changed "UO4 1:2" text`}},
	{"credit", func(l *Letter) { l.frame("UO4 2:1 ap.1").Credit = inTkr(94, 735) }, []string{`frame changed "UO4 2:1 ap.1" credit`}},
	{"carry-over", func(l *Letter) { f := l.frame("UO4 1:2 ap.4"); f.None, f.All, f.CarryOver = false, true, "Allt" }, []string{`frame changed "UO4 1:2 ap.4" carry-over`}},
	{"authorisation", func(l *Letter) { l.Authorisations[0].Years[2].Sum = inTkr(99, 7); l.Authorisations[0].End = 2034 }, []string{`authorisation changed "UO4 1:2 ap.2" 2034`, `authorisation changed "UO4 1:2 ap.2" last year`}},
	{"loan", func(l *Letter) { l.Loans[1].Sum = inTkr(102, 180) }, []string{`loan changed "account credit bärgning utomlands" amount`}},
	{"payment", func(l *Letter) { l.Plan.Payments[6].Sum = inTkr(117, 2_500) }, []string{`plan changed "2031-07-20" amount`}},
	{"payment day", func(l *Letter) { l.Plan.Payments[0].Date = onDay("2031-01-21") }, []string{`plan changed "2031-01-20" date`}},
	{"plan total", func(l *Letter) { l.Plan.Total = inTkr(123, 1) }, []string{`plan changed "5.2" total`}},
	{"fee", func(l *Letter) { l.Fees.Rows[0].Cost = inTkr(131, 48) }, []string{`fee changed "Uthyrning av flottar" cost`}},
	{"fee row", func(l *Letter) { l.Fees.Rows = l.Fees.Rows[:1] }, []string{`fee removed "Dykintyg"`}},
	{"copy", func(l *Letter) { l.Copies = append(l.Copies, Passage{177, "Kammarkollegiet"}) }, []string{`copy added ""`}},
	{"signature", func(l *Letter) { l.Signatures[0].Text = "Eva Berg" }, []string{`signature added ""`, `signature removed ""`}},
	// What is no change.
	{"lines", func(l *Letter) {
		l.Appropriations[0].Line += 7
		l.Goals[0].Text[0].Line++
		l.Plan.Payments[3].Sum.Line++
	}, nil},
	{"space", func(l *Letter) { l.Goals[0].Title = "Mål för  bryggorna" }, nil},
	{"order", func(l *Letter) { slices.Reverse(l.Frames); slices.Reverse(l.Copies) }, nil},
}

func (l *Letter) assignment(begins string) *Assignment {
	for i := range l.Assignments {
		if strings.HasPrefix(l.Assignments[i].Title, begins) {
			return &l.Assignments[i]
		}
	}
	panic("no assignment " + begins)
}

func (l *Letter) item(begins string) *Item {
	for _, i := range allItems(l) {
		if strings.HasPrefix(i.Name, begins) {
			return i
		}
	}
	panic("no item " + begins)
}

func (l *Letter) frame(id ItemID) *Frame {
	return &l.Frames[slices.IndexFunc(l.Frames, func(f Frame) bool { return f.Item == id })]
}

func TestCompare_tellsExactlyTheEdits(t *testing.T) {
	for _, e := range edits {
		checkEdits(t, []edit{e})
	}
	checkEdits(t, edits)
	rapid.Check(t, func(t *rapid.T) {
		var drawn []edit
		for _, e := range edits {
			if rapid.Bool().Draw(t, e.name) {
				drawn = append(drawn, e)
			}
		}
		checkEdits(t, drawn)
	})
}

func checkEdits(t rapid.TB, list []edit) {
	a, b := sample(), sample()
	var names, want []string
	for _, e := range list {
		e.do(b)
		names = append(names, e.name)
		want = append(want, e.want...)
	}
	slices.Sort(want)
	changes := Compare(a, b)
	if got := changeTexts(changes); !slices.Equal(got, want) {
		t.Fatalf("%v\n got %q\nwant %q", names, got, want)
	}
	checkMirror(t, changes, Compare(b, a))
}

// checkMirror holds the changes from one letter to another against those back.
func checkMirror(t rapid.TB, there, back []Change) {
	turned := map[ChangeKind]ChangeKind{Added: Removed, Removed: Added, Changed: Changed}
	var mirror []Change
	for _, c := range back {
		mirror = append(mirror, Change{c.Part, turned[c.Kind], c.Field, c.New, c.Old})
	}
	sorted := func(list []Change) []Change {
		list = slices.Clone(list)
		slices.SortFunc(list, func(a, b Change) int {
			return cmp.Compare(fmt.Sprint(changeText(a), a.Old.Line, a.New.Line, a.Old.Value, a.New.Value), fmt.Sprint(changeText(b), b.Old.Line, b.New.Line, b.Old.Value, b.New.Value))
		})
		return list
	}
	if a, b := sorted(there), sorted(mirror); !reflect.DeepEqual(a, b) {
		t.Fatalf("there %v\n back %v", a, b)
	}
}

func TestCompare_givesBothValuesAndLines(t *testing.T) {
	b := sample()
	b.Plan.Payments[6].Sum = inTkr(317, 2_500)
	want := Change{PartPlan, Changed, "amount",
		Side{Key: "2031-07-20", Value: "2\u00a0000\u00a0tkr", Sum: inTkr(117, 2_000), Line: 117},
		Side{Key: "2031-07-20", Value: "2\u00a0500\u00a0tkr", Sum: inTkr(317, 2_500), Line: 317}}
	if got := Compare(sample(), b); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("got %+v", got)
	}
}

// TestCompare_noticesEveryValue changes each field of the letter that holds a value, found
// by reflection, so that a field added to the letter cannot be forgotten.
func TestCompare_noticesEveryValue(t *testing.T) {
	// Concluded from other values, or how a value was printed or read.
	free := []string{".Line", ".Text.No", ".Text.Text", ".Text.Role", ".Text.Part", ".Unread", ".Sections", ".Missing", ".Form", ".Units", ".Printed", ".Inferred", ".Spoil", ".CarryOver", ".Years.Onwards",
		".Goals.ID", ".Requirements.ID", ".Assignments.ID", ".Earlier.ID", ".Conditions.Purpose", ".Frames.Percent", ".Frames.All", ".Frames.None"} // of a frame: see the edit of carry-over
	l := sample()
	var visit func(v reflect.Value, path string)
	visit = func(v reflect.Value, path string) {
		if path != ".Text" && slices.ContainsFunc(free, func(f string) bool { return strings.HasSuffix(path, f) }) {
			return
		}
		switch v.Kind() {
		case reflect.Struct:
			if sum, ok := v.Interface().(Sum); ok && !sum.Known {
				return
			}
			if y, ok := v.Interface().(YearSum); ok && !y.Sum.Known {
				return
			}
			for i := range v.NumField() {
				visit(v.Field(i), path+"."+v.Type().Field(i).Name)
			}
			return
		case reflect.Slice:
			for i := range v.Len() {
				visit(v.Index(i), path)
			}
			return
		case reflect.Pointer:
			if !v.IsNil() {
				visit(v.Elem(), path)
			}
			return
		}
		kept := reflect.New(v.Type()).Elem()
		kept.Set(v)
		switch v.Kind() {
		case reflect.String:
			v.SetString(v.String() + " x")
		case reflect.Bool:
			v.SetBool(!v.Bool())
		case reflect.Int, reflect.Int32, reflect.Int64:
			if v.Int() == int64(calendar.None) {
				v.SetInt(int64(onDay("2031-02-02")))
			} else {
				v.SetInt(v.Int() + 1)
			}
		default:
			t.Fatalf("%s: a %s", path, v.Kind())
		}
		if len(Compare(sample(), l)) == 0 {
			t.Errorf("%s changed from %v to %v unnoticed", path, kept, v)
		}
		v.Set(kept)
	}
	visit(reflect.ValueOf(l).Elem(), "")
}

// TestCompare_nextYear compares with the next year's letter: the plan's days follow the
// year, and what was given last year stands among the earlier assignments.
func TestCompare_nextYear(t *testing.T) {
	a, b := sample(), sample()
	b.Year = 2032
	for i := range b.Plan.Payments {
		b.Plan.Payments[i].Date = b.Plan.Payments[i].Date.AddYears(1)
	}
	moved := b.Assignments[1]
	moved.Basis = []string{"Regleringsbrev för 2031"}
	b.Assignments[1].Deadlines = []Deadline{{Line: 42, Kind: Report, Date: onDay("2032-05-14"), Precision: ToDay}}
	b.Earlier = []Assignment{moved, b.Earlier[1]}
	b.Appropriations[0].Groups[0].Items[0].Name = "Kanaler" // ap.4 went to something else
	changes := Compare(a, b)
	want := []string{
		`assignment added "Kostnadsutveckling för vinterförvaring"`,
		`assignment changed "Kostnadsutveckling för vinterförvaring" basis`,
		`assignment changed "Kostnadsutveckling för vinterförvaring" place`,
		`assignment removed "Kostnadsutveckling för vinterförvaring"`,
		`head changed "" year`, `item added "UO4 1:2 ap.4"`, `item removed "UO4 1:2 ap.4"`,
	}
	if got := changeTexts(changes); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	checkMirror(t, changes, Compare(b, a))
}

func TestCompare_orderIsNoChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		l := sample()
		r.Shuffle(len(l.Assignments), reflect.Swapper(l.Assignments))
		r.Shuffle(len(l.Earlier), reflect.Swapper(l.Earlier))
		r.Shuffle(len(l.Frames), reflect.Swapper(l.Frames))
		r.Shuffle(len(l.Plan.Payments), reflect.Swapper(l.Plan.Payments))
		r.Shuffle(len(l.Fees.Rows), reflect.Swapper(l.Fees.Rows))
		r.Shuffle(len(l.Appropriations), reflect.Swapper(l.Appropriations))
		for i := range l.Appropriations {
			for g := range l.Appropriations[i].Groups {
				items := l.Appropriations[i].Groups[g].Items
				r.Shuffle(len(items), reflect.Swapper(items))
			}
		}
		if changes := Compare(sample(), l); len(changes) != 0 {
			t.Fatalf("%+v", changes)
		}
	})
}

func TestSimilarity_isAMeasure(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("abå XY1-")))
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		s := similarity(a, b)
		if s != similarity(b, a) || s < 0 || s > sameText || (s == sameText) != (a == b) || similarity(a, a) != sameText {
			t.Fatalf("%q %q: %d", a, b, s)
		}
	})
	for _, c := range []struct {
		a, b string
		near bool
	}{
		{"Kostnader för slussar", "Kostnader för slusar", true},
		{"Kostnader för slussar", "Kostnader  för Slussar.", true},
		{"Kostnader för slussar", "Kostnader för fyrar", false},
		{"Dyk", "Dok", false},
		{"", "Slussar", false},
	} {
		if got := similarity(c.a, c.b) >= nearTitle; got != c.near {
			t.Errorf("%q %q: %d", c.a, c.b, similarity(c.a, c.b))
		}
	}
}

// TestMatch_isTheSameBothWays: matching is one to one, takes a best pair, leaves no pair
// that could still be made, and does not depend on the direction.
func TestMatch_isTheSameBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(0, 6).Draw(t, "n"), rapid.IntRange(0, 6).Draw(t, "m")
		score := make([][]int, n)
		best := 0
		for i := range score {
			score[i] = rapid.SliceOfN(rapid.IntRange(-1, 3), m, m).Draw(t, "scores")
			for _, s := range score[i] {
				best = max(best, s)
			}
		}
		there := (&matcher{size: [2]int{n, m}, score: func(i, j int) int { return score[i][j] }}).match()
		back := (&matcher{size: [2]int{m, n}, score: func(j, i int) int { return score[i][j] }}).match()
		pairs, taken := map[[2]int]bool{}, 0
		for _, p := range there.pairs {
			pairs[p] = true
			taken = max(taken, score[p[0]][p[1]])
			if score[p[0]][p[1]] <= 0 || slices.Contains(there.onlyOld, p[0]) || slices.Contains(there.onlyNew, p[1]) {
				t.Fatalf("%+v", there)
			}
		}
		for _, p := range back.pairs {
			if !pairs[[2]int{p[1], p[0]}] {
				t.Fatalf("there %+v back %+v", there, back)
			}
		}
		if len(back.pairs) != len(there.pairs) || len(pairs) != len(there.pairs) || taken != best || len(there.pairs)+len(there.onlyOld) != n || len(there.pairs)+len(there.onlyNew) != m {
			t.Fatalf("%+v %+v", there, back)
		}
		for _, i := range there.onlyOld {
			for _, j := range there.onlyNew {
				if score[i][j] > 0 {
					t.Fatalf("%d and %d were left", i, j)
				}
			}
		}
	})
}

// TestChange_says: every change of every edit has a sentence in both languages, made of
// words that are known.
func TestChange_says(t *testing.T) {
	b := sample()
	for _, e := range edits {
		e.do(b)
	}
	for _, c := range append(Compare(sample(), b), Compare(b, sample())...) {
		for language, says := range c.Says() {
			if partTexts[c.Part][language] == "" || !strings.HasPrefix(says, partTexts[c.Part][language]) || strings.Contains(says, "%!") {
				t.Errorf("%+v says %q", c, says)
			}
		}
		if _, ok := fieldTexts[c.Field]; !ok && c.Kind == Changed && c.Part != PartAuthorisation {
			t.Errorf("the field %q has no Swedish word", c.Field)
		}
	}
	b = sample()
	b.frame("UO4 2:1 ap.1").Credit = inTkr(194, 735)
	b.Earlier[1].Deadlines[0].Until = 2037
	want := []string{
		"tidpunkt Samverkan om fyrar, villkor: redovisning 2031-02-17, varje år t.o.m. 2035, av Sjöfartsverket → redovisning 2031-02-17, varje år t.o.m. 2037, av Sjöfartsverket (rad 51, tidigare rad 51)",
		"finansiella villkor UO4 2:1 ap.1, anslagskredit: 720\u00a0tkr → 735\u00a0tkr (rad 194, tidigare rad 94)",
	}
	for i, c := range Compare(sample(), b) {
		if c.Says()[0] != want[i] {
			t.Errorf("says %q", c.Says()[0])
		}
	}
}

func TestCompare_appropriations(t *testing.T) {
	b := sample()
	b.Appropriations[0].Number = "1:3" // renumbered as a whole
	for _, i := range allItems(b)[:4] {
		i.ID = ItemID(strings.Replace(string(i.ID), "1:2", "1:3", 1))
	}
	for i := range b.Frames[:4] {
		b.Frames[i].Item = ItemID(strings.Replace(string(b.Frames[i].Item), "1:2", "1:3", 1))
	}
	b.Authorisations[0].Item = "UO4 1:3 ap.2"
	b.item("Ålders").Pension = nil
	b.Appropriations = append(b.Appropriations, Appropriation{Line: 85, Area: 7, Number: "1:2", Name: "Bryggstöd"})
	b.Appropriations[1].Groups = append(b.Appropriations[1].Groups, Group{Line: 86, Disposer: "Kammarkollegiet", Amount: inTkr(86, 4)})
	changes := Compare(sample(), b)
	want := []string{`appropriation added "UO7 1:2"`, `appropriation changed "UO4 1:2" number`, `disposer added "UO4 2:1"`, `pension fee removed "UO4 1:2 ap.3"`}
	if got := changeTexts(changes); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	checkMirror(t, changes, Compare(b, sample()))
}

// TestCompare_exchangedNumbers: two items that changed numbers keep their names.
func TestCompare_exchangedNumbers(t *testing.T) {
	b := sample()
	x, y := b.item("Träbryggor"), b.item("Flytbryggor")
	x.ID, y.ID = y.ID, x.ID
	f, g := b.frame(x.ID), b.frame(y.ID)
	f.Item, g.Item = g.Item, f.Item
	b.Authorisations[0].Item = y.ID
	want := []string{`item changed "UO4 1:2 ap.1" number`, `item changed "UO4 1:2 ap.2" number`}
	if got := changeTexts(Compare(sample(), b)); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
