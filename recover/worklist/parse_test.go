package worklist_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"balans/recover/worklist"
)

const small = "list a\n sv: A\n en: B\n when: live\n since: decided\n"

func TestParse_refusesEveryFaultWithItsLine(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"sv: A", `l.txt:1: expected "list NAME" or "NAME: VALUE", not "sv: A"`},
		{"list", `l.txt:1: expected "list NAME" or "NAME: VALUE", not "list"`},
		{"# one\n\nlist a\nsomething", `l.txt:4: expected "list NAME" or "NAME: VALUE", not "something"`},
		{"list a b", `l.txt:1: the name "a b" of a list is of the letters a to z and _`},
		{"list Å", `l.txt:1: the name "Å" of a list is of the letters a to z and _`},
		{small + "list a", `l.txt:6: the list a is defined twice`},
		{small + "who: me", `l.txt:6: a list has no "who"`},
		{small + "sv: C", `l.txt:6: the list a has "sv" twice`},
		{small + "when: live", `l.txt:6: the list a has "when" twice`},
		{small + "collecting: maybe", `l.txt:6: collecting is yes or no, not "maybe"`},
		{small + "collecting:", `l.txt:6: collecting is yes or no, not ""`},
		{small + "propose: think", `l.txt:6: there is no event "think" to propose`},
		{small + "propose:", `l.txt:6: there is no event "" to propose`},
		{small + "law: SFB", `l.txt:6: `},
		{small + "law: XYZ 1", `l.txt:6: `},
		{"list a\n when: living", `l.txt:2: there is no condition "living"`},
		{"list a\n when:", `l.txt:2: there is no condition ""`},
		{"list a\n when: live,", `l.txt:2: there is no condition ""`},
		{"list a\n when: live | ", `l.txt:2: there is no condition ""`},
		{"list a\n when: live owed", `l.txt:2: there is no condition "live owed"`},
		{"list a\n when: not not live", `l.txt:2: there is no condition "not live"`},
		{"list a\n when: not", `l.txt:2: there is no condition "not"`},
		{"list a\n since: yesterday", `l.txt:2: there is no day "yesterday" to count from`},
		{"\nlist a", `l.txt:2: the list a lacks en, since, sv, when`},
		{small + "\nlist b\n sv: A\n en: B\n since: due", `l.txt:7: the list b lacks when`},
		{"list a\n sv:\n en: B\n when: live\n since: due", `l.txt:1: the list a lacks sv`},
	} {
		if lists, err := worklist.Parse("l.txt", c.text); err == nil || lists != nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: %v, %v; want %s", c.text, lists, err, c.want)
		}
	}
	lists, err := worklist.Parse("l.txt", small+"law: SFB 113:19\npropose: served\ncollecting: no\n")
	if err != nil || len(lists) != 1 || lists[0].Collecting || lists[0].Propose != "served" || lists[0].Law != "SFB 113:19" {
		t.Errorf("%+v, %v", lists, err)
	}
}

// comments is the part of the file before the first list.
func comments(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("lists.txt")
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(text), "\nlist ")
	return head
}

func TestWords_areUsedOrNamedInTheHeadOfTheFile(t *testing.T) {
	used := map[string]bool{}
	since := map[string]bool{}
	for _, l := range worklist.Lists() {
		since[l.Since] = true
		for _, one := range l.Alternatives() {
			for _, x := range one {
				used[x.Word] = true
			}
		}
	}
	named := strings.FieldsFunc(comments(t), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r == '_') })
	for _, w := range worklist.Words() {
		if !used[w] && !slices.Contains(named, w) {
			t.Errorf("no list uses the word %q, and the head of lists.txt does not name it", w)
		}
	}
	for w := range since {
		if !slices.Contains(named, w) {
			t.Errorf("the head of lists.txt does not name the day %q", w)
		}
	}
}

// written is the lists as text again.
func written(lists []*worklist.List) string {
	var b strings.Builder
	for _, l := range lists {
		fmt.Fprintf(&b, "list %s\n  sv: %s\n  en: %s\n  law: %s\n  when: ", l.ID, l.Title[0], l.Title[1], l.Law)
		for i, one := range l.Alternatives() {
			if i > 0 {
				b.WriteString(" | ")
			}
			for k, x := range one {
				if k > 0 {
					b.WriteString(", ")
				}
				if x.Not {
					b.WriteString("not ")
				}
				b.WriteString(x.Word)
			}
		}
		fmt.Fprintf(&b, "\n  since: %s\n", l.Since)
		if l.Propose != "" {
			fmt.Fprintf(&b, "  propose: %s\n", l.Propose)
		}
		if l.Collecting {
			b.WriteString("  collecting: yes\n")
		}
	}
	return b.String()
}

// What can be read is written and read again as the same lists, and every fault
// names the file and a line of it.
func FuzzParse(f *testing.F) {
	file, err := os.ReadFile("lists.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{string(file), small, small + "list b\n when: not live,owed|ended", "list a\r\n sv: x\r\n", "list a\n when: ,|", "law:", "list _\n\xff: \x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lists, err := worklist.Parse("l.txt", text)
		if err != nil {
			var line int
			if _, scan := fmt.Sscanf(err.Error(), "l.txt:%d: ", &line); scan != nil || line < 1 || line > strings.Count(text, "\n")+1 {
				t.Fatalf("%q names no line of the file", err)
			}
			return
		}
		once := written(lists)
		again, err := worklist.Parse("l.txt", once)
		if err != nil || written(again) != once || len(again) != len(lists) {
			t.Fatalf("%v\n%s\nread again:\n%s", err, once, written(again))
		}
	})
}
