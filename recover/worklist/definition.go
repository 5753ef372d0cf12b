package worklist

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
)

// List is a saved definition.
type List struct {
	ID         string
	Title      [2]string // Swedish, English
	Law        statute.Ref
	When       string // the condition as written
	Since      string // what its age is counted from
	Propose    string // the kind of event that would answer it; "" for none
	Collecting bool   // ordered by priority

	any    [][]literal
	since  sinceWord
	amount func(*claim.Account) money.Amount // nil: what is owed
	line   int                               // where the definition begins
	said   map[string]bool                   // the fields that have been given
}

// literal is a word that must hold, or must not.
type literal struct {
	word string
	test func(*Item) bool
	not  bool
}

//go:embed lists.txt
var listsFile string

var lists = mustParse(listsFile)

// mustParse reads the lists that are part of the program; a fault in them shows
// when the program starts.
func mustParse(text string) []*List {
	l, err := Parse("lists.txt", text)
	if err != nil {
		panic(err)
	}
	return l
}

// Lists is every list that is part of the program, in their order.
func Lists() []*List { return slices.Clone(lists) }

// ByID returns the list with the id.
func ByID(id string) (*List, bool) {
	i := slices.IndexFunc(lists, func(l *List) bool { return l.ID == id })
	if i < 0 {
		return nil, false
	}
	return lists[i], true
}

// Parse reads definitions, such as an agency's own. Errors name file and line.
func Parse(file, text string) ([]*List, error) {
	var all []*List
	for n, line := range strings.Split(text, "\n") {
		bad := func(format string, args ...any) error {
			return fmt.Errorf("%s:%d: %s", file, n+1, fmt.Sprintf(format, args...))
		}
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if id, ok := strings.CutPrefix(line, "list "); ok {
			switch {
			case id == "" || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz_") != "":
				return nil, bad("the name %q of a list is of the letters a to z and _", id)
			case slices.ContainsFunc(all, func(l *List) bool { return l.ID == id }):
				return nil, bad("the list %s is defined twice", id)
			}
			all = append(all, &List{ID: id, line: n + 1, said: map[string]bool{}})
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || len(all) == 0 {
			return nil, bad("expected \"list NAME\" or \"NAME: VALUE\", not %q", line)
		}
		if err := all[len(all)-1].set(name, strings.TrimSpace(value)); err != nil {
			return nil, bad("%v", err)
		}
	}
	for _, l := range all {
		if l.lacks() != "" {
			return nil, fmt.Errorf("%s:%d: the list %s lacks %s", file, l.line, l.ID, l.lacks())
		}
	}
	return all, nil
}

// lacks names what a list must have and this one has not.
func (l *List) lacks() string {
	var missing []string
	for name, has := range map[string]bool{"sv": l.Title[0] != "", "en": l.Title[1] != "", "when": l.any != nil, "since": l.since != nil} {
		if !has {
			missing = append(missing, name)
		}
	}
	slices.Sort(missing)
	return strings.Join(missing, ", ")
}

func (l *List) set(name, value string) error {
	if l.said[name] {
		return fmt.Errorf("the list %s has %q twice", l.ID, name)
	}
	l.said[name] = true
	switch name {
	case "sv":
		l.Title[0] = value
	case "en":
		l.Title[1] = value
	case "law":
		if l.Law = statute.Ref(value); value != "" {
			return l.Law.Check()
		}
	case "since":
		var ok bool
		if l.since, ok = sinceWords[value]; !ok {
			return fmt.Errorf("there is no day %q to count from", value)
		}
		l.Since = value
	case "sums":
		var ok bool
		if l.amount, ok = sumWords[value]; !ok {
			return fmt.Errorf("there is no amount %q to add up", value)
		}
	case "propose":
		if _, ok := claim.ParseKind(value); !ok {
			return fmt.Errorf("there is no event %q to propose", value)
		}
		l.Propose = value
	case "collecting":
		if value != "yes" && value != "no" {
			return fmt.Errorf("collecting is yes or no, not %q", value)
		}
		l.Collecting = value == "yes"
	case "when":
		return l.parseWhen(value)
	default:
		return fmt.Errorf("a list has no %q", name)
	}
	return nil
}

func (l *List) parseWhen(text string) error {
	l.When, l.any = text, nil
	for alternative := range strings.SplitSeq(text, "|") {
		var all []literal
		for part := range strings.SplitSeq(alternative, ",") {
			word, not := strings.CutPrefix(strings.TrimSpace(part), "not ")
			test, ok := conditionWords[word]
			if !ok {
				return fmt.Errorf("there is no condition %q", word)
			}
			all = append(all, literal{word, test, not})
		}
		l.any = append(l.any, all)
	}
	return nil
}

// Holds reports whether the claim belongs on the list.
func (l *List) Holds(item *Item) bool {
next:
	for _, all := range l.any {
		for i := range all {
			if all[i].test(item) == all[i].not {
				continue next
			}
		}
		return true
	}
	return false
}
