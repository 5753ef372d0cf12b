package staff

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"

	"balans/steer/assignment"
)

// assignmentFiles are the forms in which a list of assignments can be taken away.
var assignmentFiles = []download{downloads[0], downloads[2]} // CSV, JSON

// assignmentItems is the register and the items that a file is asked for.
func (s *Server) assignmentItems(c *call) (assignmentAsked, *assignment.Register, []assignment.Item, error) {
	n, err := s.steeringNow(c.r.Context())
	if err != nil {
		return assignmentAsked{}, nil, nil, err
	}
	q := s.assignmentAsked(c, n)
	r, err := q.register(c, n)
	if err != nil {
		return q, nil, nil, err
	}
	if len(c.asked.problems) > 0 {
		return q, nil, nil, problemPage(http.StatusBadRequest, "failure.question")
	}
	items, err := q.of(r, q.list)
	return q, r, items, err
}

// assignmentsFile sends the list as the room for assignments writes it.
func (s *Server) assignmentsFile(c *call, d download) error {
	q, _, items, err := s.assignmentItems(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := assignment.Write(&b, items, d.format, assignment.Language(c.lang)); err != nil {
		return fmt.Errorf("write the assignments as %s: %w", d.format, err)
	}
	return c.sendFile(d.contentType, "balans-uppdrag-"+string(q.list)+"-"+q.on.String()+"."+d.ending, b.Bytes())
}

// assignmentsCalendar sends the dates of the list as a calendar, to be fetched once or
// subscribed to.
func (s *Server) assignmentsCalendar(c *call) error {
	q, r, items, err := s.assignmentItems(c)
	if err != nil {
		return err
	}
	in := map[*assignment.Deadline]bool{}
	for _, i := range items {
		in[i.Deadline] = true
	}
	o := assignment.CalendarOptions{Language: assignment.Language(c.lang), Select: func(_ *assignment.Entry, d *assignment.Deadline) bool { return in[d] }}
	if q.list != assignment.All {
		o.Name = c.text("assignments.title") + ": " + q.list.Text(o.Language)
	}
	data, err := assignment.Calendar(r, o)
	if err != nil {
		return err
	}
	return c.sendFile("text/calendar; charset=utf-8", "balans-uppdrag.ics", data)
}

// sendFile sends a file that is whole already.
func (c *call) sendFile(contentType, name string, data []byte) error {
	c.attach(contentType, name)
	c.w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = c.w.Write(data)
	return nil
}
