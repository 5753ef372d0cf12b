package staff

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/worklist"
)

// worklistFiles are the forms in which lists can be taken away.
var worklistFiles = []download{downloads[0], downloads[1]} // CSV, Excel

// sheetTable is what a file holds: names and rows. A cell is a text, a whole
// number, or an amount.
type sheetTable struct {
	title string
	names []string
	rows  [][]any
}

// worklistsFile sends the counts of all lists.
func (s *Server) worklistsFile(c *call, d download) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	q := s.workAsked(c, f)
	if len(c.asked.problems) > 0 {
		return problemPage(http.StatusBadRequest, "failure.question")
	}
	counts, err := f.workCounts(c.r.Context(), q.query())
	if err != nil {
		return err
	}
	t := sheetTable{title: c.text("worklists.title") + " " + q.on.String(),
		names: []string{"list", "title", "law", "claims", "owed", "under_30_days", "under_90_days", "under_365_days", "older", "oldest"}}
	for i := range counts {
		n := &counts[i]
		row := []any{n.List.ID, c.text.either(n.List.Title[0], n.List.Title[1]), string(n.List.Law), n.Claims, n.Owed}
		for _, claims := range n.ByAge {
			row = append(row, claims)
		}
		t.rows = append(t.rows, append(row, dayText(n.Oldest)))
	}
	return c.sendTable(&t, d, "balans-arbetslistor-"+q.on.String())
}

// worklistFile sends the whole list, as it was filtered; like the page it holds
// no identity numbers.
func (s *Server) worklistFile(c *call, d download) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	q := s.worklistAsked(c, f)
	if len(c.asked.problems) > 0 {
		return problemPage(http.StatusBadRequest, "failure.question")
	}
	all, err := f.workRows(c.r.Context(), q.query(), q.list)
	if err != nil {
		return err
	}
	rows, _, err := q.rows(f, all.rows)
	if err != nil {
		return err
	}
	reader, err := worklist.NewReader(f.columns, q.on, q.known.at)
	if err != nil {
		return err
	}
	t := sheetTable{title: c.text.either(q.list.Title[0], q.list.Title[1]) + " " + q.on.String(),
		names: []string{"claim_id", "benefit", "decided_on", "since", "days", "owed", "score", "why"}}
	for i := range rows {
		r := &rows[i]
		at := int(r.claim)
		t.rows = append(t.rows, []any{f.columns.ID(at), f.columns.Benefit(at).String(), f.columns.DecidedOn(at).String(), dayText(r.since),
			int(r.age), r.owed, int(r.score), why(q.list, reader.Read(at), f, at)})
	}
	return c.sendTable(&t, d, "balans-lista-"+q.list.ID+"-"+q.on.String())
}

// why tells the score part by part, or what contradicts what.
func why(l *worklist.List, x *worklist.Item, f *facts, at int) string {
	var parts []string
	switch {
	case x == nil:
	case l.ID == contradictions:
		parts = x.Contradictions()
	case l.Collecting:
		for _, p := range x.ScoreParts(f.columns.Origin(at)) {
			if p.Points*p.Weight != 0 {
				parts = append(parts, fmt.Sprintf("%s %d×%d", p.Name, p.Points, p.Weight))
			}
		}
		return strings.Join(parts, " + ")
	}
	return strings.Join(parts, "; ")
}

// sendTable makes the file whole before anything is sent.
func (c *call) sendTable(t *sheetTable, d download, name string) error {
	var b bytes.Buffer
	write := t.writeCSV
	if d.format == "xlsx" {
		write = t.writeXLSX
	}
	if err := write(&b); err != nil {
		return fmt.Errorf("write %s as %s: %w", name, d.format, err)
	}
	c.attach(d.contentType, name+"."+d.ending)
	c.w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	_, _ = c.w.Write(b.Bytes())
	return nil
}

// writeCSV writes amounts in öre, as the other files of lists do.
func (t *sheetTable) writeCSV(to io.Writer) error {
	w := csv.NewWriter(to)
	names := make([]string, len(t.names))
	for i, name := range t.names {
		names[i] = name
		if name == "owed" {
			names[i] = "owed_ore"
		}
	}
	_ = w.Write(names)
	line := make([]string, len(t.names))
	for _, row := range t.rows {
		for i, cell := range row {
			switch v := cell.(type) {
			case money.Amount:
				line[i] = strconv.FormatInt(int64(v), 10)
			default:
				line[i] = fmt.Sprint(v)
			}
		}
		_ = w.Write(line)
	}
	w.Flush()
	return w.Error()
}

// dayText is the day, or nothing where there is none.
func dayText(d calendar.Date) string {
	if d == calendar.None {
		return ""
	}
	return d.String()
}
