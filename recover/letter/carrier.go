package letter

import (
	"bytes"
	"cmp"
	"os"
	"strconv"
	"strings"

	"balans/exchange/mailmessage"
	"balans/exchange/postfile"
)

// files holds batches as files in a folder (exchange/postfile).
type files struct{ dir string }

func (f files) Hold(h postfile.Held, route Route, sheets []*Sheet, extension string) error {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	entries := make([]postfile.Entry, len(sheets))
	for i, s := range sheets {
		l := s.Letter
		e := postfile.Entry{Letter: l.ID, Attempt: s.Attempt, Recipient: l.To.Party, As: string(l.To.As), Route: string(route), Receipt: s.Receipt,
			Kind: l.Template, File: l.ID + extension, Content: s.Content}
		switch l.To.As {
		case Guardian:
			e.Recipient, e.Of = l.To.Guardian, l.To.Party
		case Estate:
			e.Of = l.To.Party
		}
		entries[i] = e
	}
	return postfile.Hold(f.dir, h, entries)
}

// Release hands a held batch over.
func (f files) Release(h postfile.Held) error { return postfile.Release(f.dir, h) }

// Discard throws a held batch away.
func (f files) Discard(h postfile.Held) error { return postfile.Discard(f.dir, h) }

// Held lists the batches that are held.
func (f files) Held() ([]postfile.Held, error) {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return nil, err
	}
	return postfile.List(f.dir)
}

// Post writes letters as PDF for a printer, or for Skatteverket to forward. Letters that are
// forwarded stand in a folder of their own below Dir, so that no printer takes them.
type Post struct{ Dir string }

func (p Post) of(route bool) files {
	if route {
		return files{p.Dir + "/forwarding"}
	}
	return files{p.Dir + "/post"}
}

// isForwarded tells by its name where a batch stands.
func isForwarded(batch string) bool {
	return strings.HasPrefix(batch, string(ByPost)+"-"+string(Forwarded)+"-")
}

// Form makes the PDF.
func (p Post) Form(s *Sheet) error {
	var b bytes.Buffer
	if err := s.Document.PDF(&b); err != nil {
		return err
	}
	s.set(b.Bytes())
	return nil
}

func (s *Sheet) set(content []byte) {
	s.Content = content
	s.Sum = (&postfile.Entry{Content: content}).Sum()
}

// Hold writes a batch that nobody takes yet.
func (p Post) Hold(h postfile.Held, route Route, sheets []*Sheet) error {
	return p.of(isForwarded(h.Name)).Hold(h, route, sheets, ".pdf")
}

// Release hands a held batch over.
func (p Post) Release(h postfile.Held) error { return p.of(isForwarded(h.Name)).Release(h) }

// Discard throws a held batch away.
func (p Post) Discard(h postfile.Held) error { return p.of(isForwarded(h.Name)).Discard(h) }

// Held lists the batches that are held.
func (p Post) Held() ([]postfile.Held, error) {
	one, err := p.of(false).Held()
	if err != nil {
		return nil, err
	}
	other, err := p.of(true).Held()
	return append(one, other...), err
}

// Mailbox writes letters as messages to digital mailboxes.
type Mailbox struct{ Dir string }

func (m Mailbox) files() files { return files{m.Dir + "/mailbox"} }

// Form makes the message, with the PDF in it.
func (m Mailbox) Form(s *Sheet) error {
	var b bytes.Buffer
	if err := s.Document.PDF(&b); err != nil {
		return err
	}
	l := s.Letter
	subject := []rune(s.Document.Title)
	if len(subject) > mailmessage.MaxSubject {
		subject = subject[:mailmessage.MaxSubject]
	}
	msg := mailmessage.Message{ID: l.ID + "-" + strconv.Itoa(s.Attempt), Subject: string(subject), Support: strings.Join(l.Sender.Contact, ". "), Matter: s.Document.Reference,
		Language: cmp.Or(s.Document.Lang, "sv"), Receipt: s.Receipt, Text: s.Document.Text(), Filename: l.ID + ".pdf", PDF: b.Bytes()}
	content, err := msg.Marshal()
	if err == nil {
		s.set(content)
	}
	return err
}

// Hold writes a batch that nobody takes yet.
func (m Mailbox) Hold(h postfile.Held, route Route, sheets []*Sheet) error {
	return m.files().Hold(h, route, sheets, ".xml")
}

// Release hands a held batch over.
func (m Mailbox) Release(h postfile.Held) error { return m.files().Release(h) }

// Discard throws a held batch away.
func (m Mailbox) Discard(h postfile.Held) error { return m.files().Discard(h) }

// Held lists the batches that are held.
func (m Mailbox) Held() ([]postfile.Held, error) { return m.files().Held() }

// Pages is the agency's own pages: a letter that is handed over can be read there. There is
// nothing to carry.
type Pages struct{}

// Form makes nothing; the sum is that of the words.
func (Pages) Form(s *Sheet) error { s.Sum = s.Letter.Digest; return nil }

// Hold has nothing to hold.
func (Pages) Hold(postfile.Held, Route, []*Sheet) error { return nil }

// Release has nothing to release.
func (Pages) Release(postfile.Held) error { return nil }

// Discard has nothing to throw away.
func (Pages) Discard(postfile.Held) error { return nil }

// Held is none.
func (Pages) Held() ([]postfile.Held, error) { return nil, nil }
