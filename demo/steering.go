package demo

import (
	"fmt"

	"balans/law/calendar"
	"balans/steer/assignment"
)

// lastDelivery is the day up to which the demonstration tells how assignments were
// answered.
var lastDelivery = calendar.New(BookYear, 12, 31)

// units answer for assignments, by the group they stand under in the letter. All invented.
var units = map[string]string{
	"Felaktiga utbetalningar, bidragsbrott och återbetalning": "Avdelningen för kontroll och återkrav",
	"Sjukförsäkring":                           "Avdelningen för sjukförsäkring",
	"Funktionshinderspolitik":                  "Avdelningen för funktionsnedsättning",
	"Ekonomisk trygghet för familjer och barn": "Avdelningen för barn och familj",
	"Övriga uppdrag":                           "Rättsavdelningen",
	"":                                         "Ekonomiavdelningen",
}

// AssignmentFacts is how the assignments of the register were answered during the year:
// who answers for them, what was handed over and when. Most came in time; every
// thirteenth was late, every seventeenth is late still.
func AssignmentFacts(r *assignment.Register) []assignment.Command {
	var all []assignment.Command
	add := func(id string, on calendar.Date, b assignment.Body) {
		if on > r.KnownAt.Date() {
			return
		}
		all = append(all, assignment.Command{Assignment: id, Body: b, On: on, Actor: "demo", Cause: "demo", KnownAt: calendar.EndOfDay(on), Key: fmt.Sprintf("demo %d", len(all))})
	}
	n := 0
	for _, e := range r.Entries {
		if e.Origin == assignment.Condition || e.Year != BookYear {
			continue
		}
		unit, ok := units[e.Letter.Group]
		if !ok {
			unit = units[""]
		}
		given := e.Given
		if given == calendar.None {
			given = calendar.New(BookYear, 1, 2)
		}
		add(e.ID, given, assignment.SetUnit{Unit: unit})
		if e.Origin == assignment.Given {
			add(e.ID, given.AddDays(21), assignment.Start{})
		}
		for _, d := range e.Deadlines {
			if d.By != "" || d.Date == calendar.None || d.Date > lastDelivery || d.Date < given {
				continue
			}
			n++
			on := d.Date
			switch {
			case n%17 == 9: // late still
				continue
			case n%13 == 5:
				on = on.AddDays(6) // late
			default:
				on = on.AddDays(-(n % 3))
			}
			for !calendar.IsBankDay(on) {
				on = on.AddDays(-1)
			}
			add(e.ID, max(on, given), assignment.Deliver{For: d.Ref, Diary: fmt.Sprintf("FK %d/%06d", BookYear, 4000+7*n)})
		}
	}
	return all
}
