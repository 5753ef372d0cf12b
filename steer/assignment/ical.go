package assignment

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"balans/law/calendar"
	"balans/steer/directive"
)

// CalendarOptions is how a calendar file is made.
type CalendarOptions struct {
	Language Language // Swedish when empty
	Name     string   // of the calendar; a name of its own when empty
	// Stamp is the instant the file is made; 0 is the register's KnownAt. The clock is
	// never read, so the same register gives the same bytes.
	Stamp calendar.Instant
	// Host ends the id of every event, so that two agencies' calendars do not collide;
	// "balans" when empty.
	Host string
	// Select chooses what goes in; nil is everything that has a date.
	Select func(*Entry, *Deadline) bool
}

// alarmHour is the hour of the day at which an alarm goes off, local time.
const alarmHour = 8

// Calendar is the register as an iCalendar file (RFC 5545): an all-day event for every
// deadline that has a date, those that return one by one up to the horizon. An event keeps
// its UID when its date is moved; its SEQUENCE then grows. What an edition dropped is
// there as CANCELLED, so that subscribers lose it. A time given as a month or a year stands
// on its last day, is TENTATIVE and says so. How many deadlines without date are left out
// is said in the calendar's description. It fails when the stamp cannot be written.
func Calendar(r *Register, o CalendarOptions) ([]byte, error) {
	if o.Stamp == 0 {
		o.Stamp = r.KnownAt
	}
	if y := o.Stamp.Time().Year(); y < 1 || y > 9999 {
		return nil, fmt.Errorf("the calendar is to be stamped in the year %d, which cannot be written; give an instant", y)
	}
	if o.Host == "" {
		o.Host = "balans"
	}
	if o.Name == "" {
		o.Name = o.Language.text("Regeringens uppdrag", "The government's assignments")
	}
	c := ics.NewCalendarFor("Balans")
	c.SetProductId("-//Balans//Assignments//" + strings.ToUpper(string(o.language())))
	c.SetMethod(ics.MethodPublish)
	c.SetCalscale("GREGORIAN")
	c.SetXWRCalName(line(o.Name))
	undated := 0
	for _, e := range r.Entries {
		for _, d := range e.Deadlines {
			switch {
			case o.Select != nil && !o.Select(e, d):
			case d.Date == calendar.None:
				undated++
			default:
				c.AddVEvent(o.event(e, d))
			}
		}
	}
	c.SetXWRCalDesc(line(fmt.Sprintf(o.Language.text("Per %s. %d tidpunkter utan datum finns inte med.", "As of %s. %d without date are left out."), r.On, undated)))
	var out bytes.Buffer
	if err := c.SerializeTo(&out, ics.WithNewLineWindows); err != nil {
		return nil, fmt.Errorf("write the calendar: %w", err)
	}
	return out.Bytes(), nil
}

func (o *CalendarOptions) language() Language {
	if o.Language == English {
		return English
	}
	return Swedish
}

// event is one deadline.
func (o *CalendarOptions) event(e *Entry, d *Deadline) *ics.VEvent {
	l := o.Language
	v := ics.NewEvent(strings.ReplaceAll(d.Ref.String(), "/", "-") + "@" + o.Host)
	v.SetDtStampTime(o.Stamp.Time())
	v.SetAllDayStartAt(midnight(d.Date))
	v.SetAllDayEndAt(midnight(d.Date.AddDays(1))) // the day after the last, RFC 5545 3.6.1
	sequence := len(d.Changes) - 1
	switch {
	case d.Dropped != "":
		sequence++
		v.SetStatus(ics.ObjectStatusCancelled)
	case d.Precision != directive.ToDay:
		v.SetStatus(ics.ObjectStatusTentative)
	default:
		v.SetStatus(ics.ObjectStatusConfirmed)
	}
	v.SetSequence(sequence)
	v.SetTimeTransparency(ics.TransparencyTransparent)
	v.SetSummary(line(o.summary(e, d)))
	v.SetDescription(strings.Join(o.description(e, d), "\n"))
	v.AddCategory(l.text("Regeringsuppdrag", "Government assignment"))
	v.AddCategory(KindText(d.Letter.Kind, l))
	if d.Letter.Joint {
		v.AddCategory(l.text("Gemensam", "Joint"))
	}
	if d.Dropped == "" {
		for _, rem := range d.Reminders {
			a := v.AddAlarm()
			a.SetAction(ics.ActionDisplay)
			a.SetTrigger(trigger(rem.Days))
			a.SetDescription(line(strings.TrimSuffix(l.ahead(rem.Days)+": "+o.summary(e, d)+". "+rem.To, ". ")))
		}
	}
	return v
}

// ahead is how far away a day is.
func (l Language) ahead(days int) string {
	switch days {
	case 0:
		return l.text("I dag", "Today")
	case 1:
		return l.text("I morgon", "Tomorrow")
	}
	return fmt.Sprintf(l.text("Om %d dagar", "In %d days"), days)
}

// midnight is the day as the library takes it; it writes the date alone.
func midnight(d calendar.Date) time.Time {
	y, m, day := d.YMD()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
}

// trigger is the alarm's time counted from the beginning of the day of the deadline.
func trigger(days int) string {
	if days == 0 {
		return fmt.Sprintf("PT%dH", alarmHour)
	}
	if days == 1 {
		return fmt.Sprintf("-PT%dH", 24-alarmHour)
	}
	return fmt.Sprintf("-P%dDT%dH", days-1, 24-alarmHour)
}

func (o *CalendarOptions) summary(e *Entry, d *Deadline) string {
	l := o.Language
	s := KindText(d.Letter.Kind, l) + ": " + e.Letter.Title
	if d.Letter.Joint {
		s += l.text(" (gemensam)", " (joint)")
	}
	if d.Precision != directive.ToDay {
		s += " (" + d.When(l) + l.text(", dagen är inte given", ", the day is not given") + ")"
	}
	if d.Delivery != nil || d.Dropped != "" {
		s += " – " + d.Status.Text(l)
	}
	return s
}

// description is the lines of an event's description; what is not known is left out.
func (o *CalendarOptions) description(e *Entry, d *Deadline) []string {
	l := o.Language
	var lines []string
	add := func(sv, en, value string) {
		if value != "" {
			lines = append(lines, line(l.text(sv, en)+": "+value))
		}
	}
	add("Uppdrag", "Assignment", e.Letter.Title)
	add("Område", "Group", e.Letter.Group)
	add("Till", "To", strings.Join(d.To, "; "))
	add("Lämnas av", "Delivered by", d.By)
	add("Medverkar", "With", strings.Join(e.partnerNames(), "; "))
	if d.Letter.Joint {
		lines = append(lines, l.text("Gemensam redovisning.", "Joint report."))
	}
	add("Enhet", "Unit", strings.TrimSuffix(e.Unit+", "+e.Worker, ", "))
	add("Läge", "Status", d.Status.Text(l))
	if d.Delivery != nil {
		add("Lämnad", "Delivered", strings.TrimSpace(d.Delivery.On.String()+" "+d.Delivery.Diary+" "+d.Delivery.Receipt))
	}
	if d.Moved() {
		add("Tidigare datum", "Earlier date", d.Was().String()+" ("+d.Changes[len(d.Changes)-1].By+")")
	}
	if d.Letter.Inferred && !d.Letter.Yearly {
		lines = append(lines, l.text("Året är inte utskrivet i brevet.", "The year is not printed in the letter."))
	}
	if d.NextBankDay != calendar.None {
		add("Dagen är inte bankdag; nästa bankdag", "The day is no bank day; the next one is", d.NextBankDay.String())
	}
	add("Regleringsbrev", "Letter", fmt.Sprintf(l.text("%s, rad %d", "%s, line %d"), d.Edition, d.Letter.Line))
	add("Beteckning", "Reference", d.Ref.String())
	return lines
}

// partnerNames is the agencies that take part.
func (e *Entry) partnerNames() []string {
	var names []string
	for _, p := range e.Partners {
		if !p.Removed {
			names = append(names, p.Agency)
		}
	}
	return names
}

// line is a text on one line: a control character would end a line of the file.
func line(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}
