package directive

import (
	"fmt"
	"slices"
	"strings"
)

// nameGoals gives the goals and the reporting requirements of a letter the names they have
// in earlier editions of the year, or the next free number: 2025-G03, 2025-R01.
func nameGoals(l *Letter, editions []Edition) {
	l.Goals, l.Requirements = slices.Clone(l.Goals), slices.Clone(l.Requirements)
	var goals, requirements [][]titled // of each edition, the latest last
	for i := range editions {
		if old := editions[i].Letter; old.Year == l.Year && old.Agency == l.Agency {
			goals, requirements = append(goals, goalTitles(old)), append(requirements, requirementTitles(old))
		}
	}
	nameTitled(fmt.Sprintf("%d-G", l.Year), goalTitles(l), goals)
	nameTitled(fmt.Sprintf("%d-R", l.Year), requirementTitles(l), requirements)
}

// titled is something with a name that may be given, and its heading.
type titled struct {
	id    *string
	title string
}

func goalTitles(l *Letter) []titled {
	all := make([]titled, len(l.Goals))
	for i := range l.Goals {
		all[i] = titled{&l.Goals[i].ID, l.Goals[i].Title}
	}
	return all
}

func requirementTitles(l *Letter) []titled {
	all := make([]titled, len(l.Requirements))
	for i := range l.Requirements {
		all[i] = titled{&l.Requirements[i].ID, l.Requirements[i].Title}
	}
	return all
}

func nameTitled(prefix string, all []titled, editions [][]titled) {
	used, next := map[string]bool{"": true}, 1
	for _, old := range editions {
		for _, o := range old {
			var n int
			fmt.Sscanf(strings.TrimPrefix(*o.id, prefix), "%d", &n)
			next = max(next, n+1)
		}
	}
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, near} {
		for _, x := range all {
			for _, old := range slices.Backward(editions) {
				i := slices.IndexFunc(old, func(o titled) bool { return !used[*o.id] && same(o.title, x.title) })
				if *x.id == "" && i >= 0 {
					*x.id = *old[i].id
					used[*x.id] = true
				}
			}
		}
	}
	for _, x := range all {
		if *x.id == "" {
			*x.id = fmt.Sprintf("%s%02d", prefix, next)
			next++
		}
	}
}
