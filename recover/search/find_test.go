package search_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/search"
)

func number(n int) identity.Number {
	x, err := identity.NewPerson(calendar.New(1930+n/999%80, 1, 1+n/79_920), n%999+1)
	if err != nil {
		panic(err) // the test is wrong
	}
	return x
}

func everyone(identity.Number) bool { return true }

// found is the names found for a text, in order, with a sign for how near they are.
func found(t testing.TB, p *search.People, text string, most int) (names []string, more bool) {
	t.Helper()
	q, err := search.Parse(text, calendar.New(2026, 1, 1))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	hits, more := p.Find(q.Words, most, everyone)
	for _, h := range hits {
		names = append(names, h.Name)
	}
	return names, more
}

func people(names ...string) *search.People {
	var all []search.Named
	for i, n := range names {
		all = append(all, search.Named{Number: number(i + 1), Name: n})
	}
	return search.NewPeople(all)
}

func TestFind_beginningsInAnyOrder(t *testing.T) {
	p := people("Åsa Öberg", "Asa Oberg", "Anna-Lena Wallin", "Annika Vallin", "Per O’Brien", "Li Ek", "Lisa Ek", "Ängla Ek", "Zara Ek", "Ödla Ek", "Ålan Ek", "André Müller", "Søren Kjær", "")
	for _, c := range []struct {
		text string
		want []string
	}{
		{"öberg åsa", []string{"Åsa Öberg", "Asa Oberg"}},
		{"asa oberg", []string{"Asa Oberg", "Åsa Öberg"}},
		{"ÅSA", []string{"Åsa Öberg", "Asa Oberg"}},
		{"A\u030asa", []string{"Åsa Öberg", "Asa Oberg"}}, // the ring as a mark of its own
		{"ek li", []string{"Li Ek", "Lisa Ek"}},           // the whole word first
		{"vall", []string{"Annika Vallin", "Anna-Lena Wallin"}},
		{"wall ann", []string{"Anna-Lena Wallin", "Annika Vallin"}},
		{"lena", []string{"Anna-Lena Wallin"}},
		{"anna-lena", []string{"Anna-Lena Wallin"}},
		{"obrien", []string{"Per O’Brien"}},
		{"o'br", []string{"Per O’Brien"}},
		{"andre mull", []string{"André Müller"}},
		{"soren kjar", []string{"Søren Kjær"}},
		{"ek", []string{"Li Ek", "Lisa Ek", "Zara Ek", "Ålan Ek", "Ängla Ek", "Ödla Ek"}}, // å, ä and ö last
		{"berg", nil},
		{"ek ek öb", nil},
	} {
		if got, more := found(t, p, c.text, 20); !slices.Equal(got, c.want) || more {
			t.Errorf("%q finds %q, want %q", c.text, got, c.want)
		}
	}
	if p.Len() != 13 {
		t.Errorf("%d have a name", p.Len())
	}
	if got, more := found(t, p, "ek", 2); len(got) != 2 || !more {
		t.Errorf("two of six: %q %v", got, more)
	}
	if got, more := found(t, p, "ek", 6); len(got) != 6 || more {
		t.Errorf("six of six: %q %v", got, more)
	}
	if hits, more := p.Find(nil, 10, everyone); hits != nil || more {
		t.Error("nothing asked for finds someone")
	}
}

// slow is Find written another way: every name is taken apart and tried.
func slow(all []search.Named, asked []string, may func(identity.Number) bool) (want []search.Hit) {
	bare := func(s string) string {
		s = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFD.String(s))
		return strings.ReplaceAll(s, "w", "v")
	}
	for _, x := range all {
		words := strings.FieldsFunc(strings.ToLower(x.Name), func(r rune) bool { return r == ' ' || r == '-' })
		worst := search.Whole
		for _, a := range asked {
			best := search.Nearness(9)
			for _, w := range words {
				if w == a {
					best = min(best, search.Whole)
				}
				if strings.HasPrefix(w, a) {
					best = min(best, search.Begins)
				}
				if strings.HasPrefix(bare(w), bare(a)) {
					best = min(best, search.Loose)
				}
			}
			worst = max(worst, best)
		}
		if worst <= search.Loose && x.Name != "" && may(x.Number) {
			want = append(want, search.Hit{Named: x, Near: worst})
		}
	}
	swedish := strings.NewReplacer("-", " ", "å", "{", "ä", "|", "ö", "}") // these three after z
	slices.SortFunc(want, func(a, b search.Hit) int {
		return cmp.Or(cmp.Compare(a.Near, b.Near), strings.Compare(swedish.Replace(strings.ToLower(a.Name)), swedish.Replace(strings.ToLower(b.Name))), cmp.Compare(a.Number, b.Number))
	})
	return want
}

// Whatever the names, the changes since and who is hidden, the answer is that of trying every
// name: the same persons, those that are nearest first and then in the order of their names,
// and the same word on whether there are more.
func TestFind_isAsTryingEveryName(t *testing.T) {
	given := []string{"Åsa", "Asa", "Anna-Lena", "Anna", "Annika", "Ola", "Öla", "Wera", "Vera", "Li"}
	family := []string{"Ek", "Ekö", "Öberg", "Oberg", "Wallin", "Vallin", "Ås", "As"}
	rapid.Check(t, func(t *rapid.T) {
		name := func(label string) string {
			if rapid.IntRange(0, 9).Draw(t, "none") == 0 {
				return ""
			}
			return rapid.SampledFrom(given).Draw(t, label) + " " + rapid.SampledFrom(family).Draw(t, label)
		}
		var all []search.Named
		for i := range rapid.IntRange(0, 30).Draw(t, "persons") {
			all = append(all, search.Named{Number: number(i + 1), Name: name("name")})
		}
		p := search.NewPeople(all)
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			var changed []search.Named
			for range rapid.IntRange(0, 5).Draw(t, "at once") {
				x := search.Named{Number: number(rapid.IntRange(1, 40).Draw(t, "who")), Name: name("new")}
				changed = append(changed, x)
				if i := slices.IndexFunc(all, func(o search.Named) bool { return o.Number == x.Number }); i >= 0 {
					all[i] = x
				} else {
					all = append(all, x)
				}
			}
			p = p.With(changed)
		}
		hidden := rapid.IntRange(1, 7).Draw(t, "hidden")
		may := func(n identity.Number) bool { return int64(n)/10%int64(hidden+1) != 0 }
		var asked []string
		for range rapid.IntRange(1, 3).Draw(t, "words") {
			w := []rune(strings.ToLower(rapid.SampledFrom(slices.Concat(given, family)).Draw(t, "word")))
			if i := slices.Index(w, '-'); i >= 0 {
				w = w[:i]
			}
			asked = append(asked, string(w[:rapid.IntRange(1, len(w)).Draw(t, "so much")]))
		}
		most := rapid.IntRange(1, 12).Draw(t, "most")
		want := slow(all, asked, may)
		hits, more := p.Find(asked, most, may)
		if len(hits) != min(most, len(want)) || more != (len(want) > most) {
			t.Fatalf("%v: %d found, more %v; want %d", asked, len(hits), more, len(want))
		}
		for i, h := range hits {
			if h != want[i] {
				t.Fatalf("%v: in place %d stands %+v, want %+v", asked, i, h, want[i])
			}
		}
		have := 0
		for _, x := range all {
			if x.Name != "" {
				have++
			}
		}
		if p.Len() != have {
			t.Fatalf("%d have a name, want %d", p.Len(), have)
		}
	})
}

// Nobody can tell from an answer that someone is hidden: it is the same as if the person had
// no name.
func TestFind_hiddenIsAsAbsent(t *testing.T) {
	var all, without []search.Named
	for i := range 60 {
		x := search.Named{Number: number(i + 1), Name: fmt.Sprintf("Anna Ek%c", 'a'+i%26)}
		all = append(all, x)
		if i%3 != 0 {
			without = append(without, x)
		}
	}
	hidden := func(n identity.Number) bool {
		return slices.ContainsFunc(without, func(x search.Named) bool { return x.Number == n })
	}
	for most := 1; most < 62; most++ {
		got, gotMore := search.NewPeople(all).Find([]string{"ann", "ek"}, most, hidden)
		want, wantMore := search.NewPeople(without).Find([]string{"ann", "ek"}, most, everyone)
		if !slices.Equal(got, want) || gotMore != wantMore {
			t.Fatalf("at most %d: %d and %v, without the hidden %d and %v", most, len(got), gotMore, len(want), wantMore)
		}
	}
}

// A word that names more than are sorted at a time gives the first of them in order all the
// same, with those who came late in their places.
func TestFind_aVeryCommonWord(t *testing.T) {
	var all []search.Named
	for i := range 21_000 {
		all = append(all, search.Named{Number: number(i + 1), Name: fmt.Sprintf("Anna Ek%c%c%c", 'a'+i%7, 'a'+i/7%50%26, 'a'+i%26)})
	}
	late := []search.Named{{Number: all[0].Number, Name: "Annika Ek"}, {Number: all[1].Number, Name: "Bo Ek"}, {Number: number(30_000), Name: "Anna"}}
	p := search.NewPeople(all).With(late)
	now := slices.Concat(all[2:], late)
	for _, asked := range [][]string{{"anna"}, {"ann"}, {"ek", "ann"}} {
		want := slow(now, asked, everyone)
		if hits, more := p.Find(asked, 20, everyone); !slices.Equal(hits, want[:20]) || !more {
			t.Errorf("%v: %+v, more %v; want %+v", asked, hits, more, want[:20])
		}
	}
}

// Many changes are put in order with the rest.
func TestWith_manyChanges(t *testing.T) {
	p := people("Anna Ek")
	for i := range 6000 {
		p = p.With([]search.Named{{Number: number(i + 10), Name: fmt.Sprintf("Bo Ny%d", i%7)}})
	}
	p = p.With([]search.Named{{Number: number(1), Name: ""}})
	if p.Len() != 6000 {
		t.Errorf("%d have a name", p.Len())
	}
	if hits, more := p.Find([]string{"ek"}, 5, everyone); len(hits) != 0 || more {
		t.Errorf("the one who lost her name is found: %v", hits)
	}
	if hits, more := p.Find([]string{"ny"}, 5, everyone); len(hits) != 5 || !more {
		t.Errorf("%d found, more %v", len(hits), more)
	}
}
