package journal

import "context"

// What the tests of package journal_test see of the inside.

// Waiting is how many callers wait for the next commit.
func (j *Journal) Waiting() int { return len(j.requests) }

// ExecWriter runs a statement on the writing connection.
func (j *Journal) ExecWriter(ctx context.Context, statement string) error {
	_, err := j.write.ExecContext(ctx, statement)
	return err
}

// Linked computes a chain from its start, as the writer does.
func Linked(journalID string, events []Event) (start Hash, linked []Event) {
	c := chain{hash: genesis(journalID)}
	start = c.hash
	for _, e := range events {
		c.link(&e)
		linked = append(linked, e)
	}
	return start, linked
}

// Line is the form of the event that is hashed.
func Line(e *Event) string { return string(appendLine(nil, e)) }
