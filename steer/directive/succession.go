package directive

import (
	"fmt"
	"strings"
)

// Succession is an assignment that takes over from an earlier one: the next generation of
// a yearly task, or a task given in the work that the earlier one set up. The two stay two
// assignments, each with its own deadlines.
type Succession struct {
	From, To Assignment
	Why      [2]string // Swedish, English
}

// leastWords is how many words of a title must begin the other for it to be its
// continuation: fewer are shared by titles that have nothing to do with each other.
const leastWords = 3

// Successors links the letter's own assignments to those of a list that they succeed: by
// the same or nearly the same title, by a title that begins with the earlier one's, or by
// the diary number of the earlier decision. The list is what the letter itself calls
// given earlier, or the assignments of earlier letters. The links are proposals: the
// letter does not say them. LinkSuccessors also tells what was not searched.
func Successors(l *Letter, earlier []Assignment) []Succession {
	links, _ := LinkSuccessors(l, earlier)
	return links
}

// LinkSuccessors is Successors, and those of the list of which no successor was looked
// for: both lists are so long, and so much stands in one of them alone, that not
// everything could be compared. There are none in a letter of any likely length.
func LinkSuccessors(l *Letter, earlier []Assignment) (links []Succession, unsearched []Assignment) {
	s := newSuccessors(l.Assignments)
	for i := range earlier {
		switch best, ok := s.of(&earlier[i]); {
		case !ok:
			unsearched = append(unsearched, earlier[i])
		case best >= 0:
			_, why := succeeds(&earlier[i], &l.Assignments[best])
			links = append(links, Succession{earlier[i], l.Assignments[best], why})
		}
	}
	return links, unsearched
}

// succeeds is how strong the reason is to take one assignment for the successor of
// another, and the reason; 0 for none.
func succeeds(from, to *Assignment) (int, [2]string) {
	a, b := subject(from.Title), subject(to.Title)
	s := similarity(a, b)
	switch {
	case s >= sameText-1:
		return 4000, [2]string{"samma rubrik", "the same title"}
	case s >= nearTitle:
		return 3000 + s, [2]string{"nästan samma rubrik", "nearly the same title"}
	}
	if continues, words := isContinued(a, b); continues {
		return 2000 + min(words, 999), [2]string{"rubriken börjar med den tidigares", "the title begins with the earlier one's"}
	}
	if number := referredBasis(from, to); number != "" {
		return 1000 + s, [2]string{fmt.Sprintf("hänvisar till beslutet %s", number), fmt.Sprintf("refers to the decision %s", number)}
	}
	return 0, [2]string{}
}

// subject is a title without the words that only say that it is an assignment.
func subject(title string) string {
	title = oneSpace(title)
	for _, opening := range []string{"Ändring av uppdraget ", "Ändring av uppdrag ", "Uppdraget ", "Uppdrag "} {
		if rest, ok := strings.CutPrefix(title, opening); ok {
			title = rest
			break
		}
	}
	for _, link := range []string{"om att ", "att ", "om "} {
		if rest, ok := strings.CutPrefix(title, link); ok {
			return rest
		}
	}
	return title
}

// isContinued reports whether the words of one title begin the other, and how many.
func isContinued(a, b string) (bool, int) {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) < leastWords || len(x) > len(y) {
		return false, 0
	}
	for i, word := range x {
		if plain(word) != plain(y[i]) {
			return false, 0
		}
	}
	return true, len(x)
}

// sharedBasis is the diary number of the earlier assignment's decision that the later one
// rests on too.
func sharedBasis(from, to *Assignment) string {
	for _, x := range from.Basis {
		for _, y := range to.Basis {
			if isDiaryNumber(x) && plain(x) == plain(y) {
				return oneSpace(x)
			}
		}
	}
	return ""
}

// referredBasis is the diary number of the earlier assignment's decision that the later
// one names, in its basis or in its text; empty when there is none.
func referredBasis(from, to *Assignment) string {
	if number := sharedBasis(from, to); number != "" {
		return number
	}
	for _, number := range from.Basis {
		for _, p := range to.Text {
			if isDiaryNumber(number) && namesNumber(p.Text, oneSpace(number)) {
				return oneSpace(number)
			}
		}
	}
	return ""
}

// namesNumber reports whether a number stands in a text as a word of its own.
func namesNumber(text, number string) bool {
	for rest := text; ; {
		_, after, found := strings.Cut(rest, number)
		if !found {
			return false
		}
		before := rest[:len(rest)-len(after)-len(number)]
		if !endsInWord(before) && !startsInWord(after) {
			return true
		}
		rest = after
	}
}

// endsInWord reports whether a text ends in a letter or digit.
func endsInWord(s string) bool {
	r := []rune(s)
	return len(r) > 0 && plain(string(r[len(r)-1])) != ""
}

// startsInWord reports whether a text begins with a letter or digit.
func startsInWord(s string) bool {
	for _, r := range s {
		return plain(string(r)) != ""
	}
	return false
}
