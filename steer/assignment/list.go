package assignment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/steer/directive"
)

// Item is a line of a list: a deadline with its assignment, or an assignment that has no
// deadline (Deadline is then nil).
type Item struct {
	Entry    *Entry
	Deadline *Deadline
	// Reminder is set in the list of reminders.
	Reminder *Reminder
}

// List is the name of a list.
type List string

// The lists. A deadline that the edition in force no longer has stands in All alone.
const (
	All        List = "all"         // every deadline, and the assignments without one
	Due        List = "due"         // not delivered, and due from today to some days from now
	LateOnes   List = "late"        // not delivered, and the day has passed
	JointOnes  List = "joint"       // one report by several agencies
	Recurring  List = "recurring"   // returns every year
	WithoutDay List = "undated"     // not delivered, and no date is given
	NoBankDay  List = "no-bank-day" // falls on a day that is no bank day
	Reminders  List = "reminders"   // someone is to be reminded on the day
	MovedOnes  List = "moved"       // has had another date
)

// Lists is every list, in the order they are shown.
func Lists() []List {
	return []List{Due, LateOnes, Reminders, JointOnes, Recurring, WithoutDay, NoBankDay, MovedOnes, All}
}

// Listed is the items of a list in the order of dates, those without one last. days counts
// for Due only: how many days after the day of the register are looked at, 0 for that day
// alone. Reminders are those of the day of the register.
func (r *Register) Listed(l List, days int) ([]Item, error) {
	switch l {
	case All:
		return r.where(func(*Deadline) bool { return true }, func(*Entry) bool { return true }), nil
	case Due:
		return r.Due(days), nil
	case LateOnes:
		return r.Late(), nil
	case JointOnes:
		return r.live(func(d *Deadline) bool { return d.Letter.Joint }), nil
	case Recurring:
		return r.live(func(d *Deadline) bool { return d.Letter.Yearly }), nil
	case WithoutDay:
		return r.Undated(), nil
	case NoBankDay:
		return r.live(func(d *Deadline) bool { return d.NextBankDay != calendar.None }), nil
	case MovedOnes:
		return r.live((*Deadline).Moved), nil
	case Reminders:
		return r.RemindersOn(r.On), nil
	}
	return nil, fmt.Errorf("there is no list %q; the lists are %s", l, strings.Join(listNames(), ", "))
}

func listNames() []string {
	var names []string
	for _, l := range Lists() {
		names = append(names, string(l))
	}
	return names
}

// Due is what is not delivered and due from the day of the register to days after it.
func (r *Register) Due(days int) []Item {
	return r.live(func(d *Deadline) bool { return d.Status == Coming && d.Days <= days })
}

// Late is what this agency has not delivered though the day has passed.
func (r *Register) Late() []Item {
	return r.live(func(d *Deadline) bool { return d.Status == Late })
}

// Undated is what has no date and is not delivered, and assignments that have no deadline
// and are neither delivered nor closed.
func (r *Register) Undated() []Item {
	return r.where(func(d *Deadline) bool { return d.Status == Undated }, func(e *Entry) bool { return e.State == Open || e.State == Started })
}

// RemindersOn is the reminders of a day, by the dates in force on the day of the register.
func (r *Register) RemindersOn(day calendar.Date) []Item {
	var items []Item
	for _, i := range r.live((*Deadline).Awaited) {
		for n := range i.Deadline.Reminders {
			if rem := &i.Deadline.Reminders[n]; rem.On == day {
				items = append(items, Item{i.Entry, i.Deadline, rem})
			}
		}
	}
	return items
}

// live is the deadlines that the editions in force have and that are so.
func (r *Register) live(is func(*Deadline) bool) []Item {
	return r.where(func(d *Deadline) bool { return d.Dropped == "" && is(d) }, func(*Entry) bool { return false })
}

// where is the deadlines that are so, and the assignments without deadlines that are so.
func (r *Register) where(is func(*Deadline) bool, whole func(*Entry) bool) []Item {
	var items []Item
	for _, e := range r.Entries {
		for _, d := range e.Deadlines {
			if is(d) {
				items = append(items, Item{Entry: e, Deadline: d})
			}
		}
		if len(e.Deadlines) == 0 && whole(e) {
			items = append(items, Item{Entry: e})
		}
	}
	slices.SortStableFunc(items, func(a, b Item) int { return compareDates(a.date(), b.date()) })
	return items
}

func (i Item) date() calendar.Date {
	if i.Deadline == nil {
		return calendar.None
	}
	return i.Deadline.Date
}

// Finder sees which assignments of a letter take over from which of those given earlier;
// directive.Successors is one.
type Finder func(l *directive.Letter, earlier []directive.Assignment) []directive.Succession

// Propose is the links that a finder sees between the assignments of each letter in force
// and those given earlier, in that letter's table or in letters of earlier years, without
// those a person has recorded or refused. The reasons are in the language.
func (r *Register) Propose(find Finder, lang Language) []Link {
	var all []Link
	seen := map[[2]string]bool{}
	for i := range r.editions {
		l := r.editions[i].Letter
		if directive.InForce(r.editions, l.Year, r.On, r.KnownAt) != &r.editions[i] {
			continue
		}
		for _, s := range find(l, r.before(l)) {
			ids := [2]string{s.To.ID, s.From.ID}
			later := r.byID[s.To.ID]
			if later == nil || r.byID[s.From.ID] == nil || later.ID == s.From.ID || seen[ids] || later.decided(s.From.ID) {
				continue
			}
			seen[ids] = true
			all = append(all, Link{Later: s.To.ID, Earlier: s.From.ID, Why: lang.text(s.Why[0], s.Why[1])})
		}
	}
	slices.SortFunc(all, func(a, b Link) int {
		return cmp.Or(strings.Compare(a.Later, b.Later), strings.Compare(a.Earlier, b.Earlier))
	})
	return all
}

// before is the assignments given earlier than those of a letter.
func (r *Register) before(l *directive.Letter) []directive.Assignment {
	earlier := slices.Clone(l.Earlier)
	for _, e := range r.Entries {
		if e.Year < l.Year && (e.Origin == Given || e.Origin == Earlier) {
			earlier = append(earlier, e.Letter)
		}
	}
	return earlier
}

// decided says whether a person has said yes or no to a link.
func (e *Entry) decided(earlier string) bool {
	is := func(l Link) bool { return l.Earlier == earlier }
	return slices.ContainsFunc(e.Succession, is) || slices.ContainsFunc(e.Refused, is)
}
