package staff

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"balans/law/calendar"
	"balans/steer/directive"
)

// letterAsked is which letter is asked for, and how much of it.
type letterAsked struct {
	editions []directive.Edition // as known
	edition  *directive.Edition  // nil when none was in use and none is named
	named    string              // the edition asked for by name; "" for the one in use on the day
	on       calendar.Date
	known    known
	lines    string // one of letterLines
	past     bool   // no day was asked for, and no letter is in use today
}

// letterLines are how much of a letter is shown, the usual first.
var letterLines = []string{"values", "all", "findings"}

// letterAsked reads the edition and the day. The day is today, or the last day on
// which a letter was in use.
func (c *call) letterAsked(n *steering) letterAsked {
	a := c.asked
	q := letterAsked{known: a.known()}
	q.editions = editionsAt(n.editions, q.known.at)
	today := min(a.today(), q.known.at.Date())
	day := letterDay(q.editions, today, q.known.at)
	q.on = a.day("on", day)
	q.past = a.get("on") == "" && a.get("edition") == "" && day < today
	q.lines = a.oneOf("lines", letterLines...)
	q.named = a.oneOf("edition", append([]string{""}, editionNames(q.editions)...)...)
	if q.named == "" {
		q.edition = directive.InForce(q.editions, q.on.Year(), q.on, q.known.at)
	} else {
		q.edition = editionNamed(q.editions, q.named)
	}
	return q
}

// pairs is the question as an address carries it.
func (q letterAsked) pairs() []string {
	pairs := []string{"edition", q.named, "on", q.on.String()}
	if !q.known.now {
		pairs = append(pairs, "known_at", knownParam(q.known.at))
	}
	return pairs
}

// editionsAt is the letters as known at an instant: what was taken in later is not
// there, and what was confirmed later is not confirmed.
func editionsAt(all []directive.Edition, at calendar.Instant) []directive.Edition {
	var known []directive.Edition
	for _, e := range all {
		if e.TakenIn > at {
			continue
		}
		if e.Confirmed > at {
			e.Confirmed, e.ConfirmedBy, e.From, e.Accepted = 0, "", calendar.None, nil
		}
		known = append(known, e)
	}
	return known
}

// letterDay is today when a letter is in use then, else the last day of the latest
// budget year whose letter was in use at its end; today when there is none.
func letterDay(editions []directive.Edition, today calendar.Date, at calendar.Instant) calendar.Date {
	if directive.InForce(editions, today.Year(), today, at) != nil {
		return today
	}
	day := calendar.None
	for i := range editions {
		end := calendar.New(editions[i].Letter.Year, 12, 31)
		if end < today && (day == calendar.None || end > day) && directive.InForce(editions, end.Year(), end, at) != nil {
			day = end
		}
	}
	if day == calendar.None {
		return today
	}
	return day
}

func editionNames(all []directive.Edition) []string {
	var names []string
	for i := range all {
		names = append(names, all[i].ID)
	}
	return names
}

func editionNamed(all []directive.Edition, name string) *directive.Edition {
	for i := range all {
		if all[i].ID == name {
			return &all[i]
		}
	}
	return nil
}

// replacedBy is the confirmed edition of the same year that took over from the one,
// nil while none has.
func replacedBy(all []directive.Edition, e *directive.Edition) *directive.Edition {
	var next *directive.Edition
	for i := range all {
		n := &all[i]
		if n.ID == e.ID || n.Letter.Year != e.Letter.Year || n.Confirmed == 0 || n.From < e.From || n.From == e.From && n.Confirmed < e.Confirmed {
			continue
		}
		if next == nil || n.From < next.From || n.From == next.From && n.Confirmed < next.Confirmed {
			next = n
		}
	}
	return next
}

// letterStatus says whether an edition is in use on a day, in words and with the badge
// of the words.
func (q letterAsked) letterStatus(t translate, e *directive.Edition) (text, badge string) {
	if e.Confirmed == 0 {
		return t("letter.status.open"), "warning"
	}
	end := calendar.New(e.Letter.Year, 12, 31)
	next := replacedBy(q.editions, e)
	switch {
	case q.on < e.From:
		return t("letter.status.coming", t.longDay(e.From)), "info"
	case next != nil && next.From <= q.on:
		return t("letter.status.replaced", t.longDay(next.From), next.ID), "default"
	case q.on > end:
		return t("letter.status.ended", t.longDay(end)), "default"
	}
	return t("letter.status.used", t.longDay(q.on)), "success"
}

// letterLine is the address of a line of a letter; line 0 is the whole letter.
func letterLine(edition string, line int) string {
	to := link("/letter", "edition", edition)
	if line > 0 {
		to += "#" + lineID(line)
	}
	return to
}

// lineID is the id of a line on the letter's page.
func lineID(line int) string { return "rad" + strconv.Itoa(line) }

// editionRow is one letter in the list of those that were taken in.
type editionRow struct {
	ID, Href, Agency, From, Status, Badge string
	Confirmed, By, TakenIn, TakenBy, File string
	Current                               bool
	Compare, Against                      string // with the one before it of the same year
}

func (q letterAsked) editionRows(t translate) []editionRow {
	var rows []editionRow
	for i := range q.editions {
		e := &q.editions[i]
		r := editionRow{ID: e.ID, Href: letterLine(e.ID, 0), Agency: e.Letter.Agency, From: "–", Confirmed: "–", By: e.ConfirmedBy,
			TakenIn: e.TakenIn.Date().String(), TakenBy: e.TakenInBy, File: e.Source, Current: q.edition != nil && q.edition.ID == e.ID}
		r.Status, r.Badge = q.letterStatus(t, e)
		if e.Confirmed != 0 {
			r.From, r.Confirmed = e.From.String(), e.Confirmed.Date().String()
		}
		if i > 0 {
			r.Against = q.editions[i-1].ID
			r.Compare = link("/letter/compare", "from", r.Against, "to", e.ID)
		}
		rows = append(rows, r)
	}
	return rows
}

// letterFile is a form in which a letter can be taken away.
type letterFile struct {
	path, contentType, label string
	write                    func(io.Writer, *directive.Letter) error
}

var letterFiles = []letterFile{
	{"letter.json", "application/json", "letter.file.json", directive.WriteJSON},
	{"letter.csv", "text/csv; charset=utf-8", "letter.file.csv", directive.WriteCSV},
	{"letter-checklist.txt", "text/plain; charset=utf-8", "letter.file.checklist", directive.WriteChecklist},
}

// letterDownload sends the letter as the room for letters writes it.
func (s *Server) letterDownload(c *call, f letterFile) error {
	n, err := s.steeringNow(c.r.Context())
	if err != nil {
		return err
	}
	q := c.letterAsked(n)
	switch {
	case len(c.asked.problems) > 0:
		return problemPage(http.StatusBadRequest, "failure.question")
	case q.edition == nil:
		return problemPage(http.StatusNotFound, "failure.letter")
	}
	var b bytes.Buffer
	if err := f.write(&b, q.edition.Letter); err != nil {
		return fmt.Errorf("write %s of %s: %w", f.path, q.edition.ID, err)
	}
	c.attach(f.contentType, "balans-"+q.edition.ID+"-"+f.path)
	c.w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	_, _ = c.w.Write(b.Bytes())
	return nil
}
