package staff

import (
	"bytes"
	"errors"
	"net/http"
	"strings"

	"balans/access"
	"balans/exchange/letterdoc"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// correspondenceView is a letter to a person, as it was or will be sent.
type correspondenceView struct {
	page
	Heading    string
	Facts      []factRow
	Doc        *letterdoc.Document
	Files      []caseLink
	Reading    string
	Unreadable string
}

// openLetterTo finds a letter, asks whether its matter is for who asks, and logs the reading of
// its party.
func (s *Server) openLetterTo(c *call) (*letter.Letter, error) {
	ctx, id := c.r.Context(), c.asked.get("id")
	party, err := letter.Find(ctx, s.journal, id)
	if errors.Is(err, letter.ErrUnknown) {
		return nil, &pageProblem{http.StatusNotFound, "failure.letterto", id}
	}
	if err != nil {
		return nil, err
	}
	l, err := letter.Load(ctx, s.journal, party, id, s.now())
	if err != nil {
		return nil, err
	}
	m, err := s.letterMatter(c, l)
	if err != nil {
		return nil, err
	}
	if err := s.mayRead(c, nil, m); err != nil {
		return nil, err
	}
	return l, s.logPerson(c, party, letter.Stream(id))
}

// letterMatter is what a letter is about: the benefit and the unit of its case, or the benefit
// of its claim.
func (s *Server) letterMatter(c *call, l *letter.Letter) (access.Matter, error) {
	m := access.Matter{Party: l.To.Party}
	f, err := s.current(c.r.Context())
	if err != nil {
		return m, err
	}
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return m, err
	}
	defer n.release()
	for _, stream := range l.About {
		if i, ok := f.columns.Find(strings.TrimPrefix(stream, claim.Stream(""))); ok && m.Benefit == "" {
			m.Benefit = f.columns.Benefit(i).String()
		}
		if x := n.inquiries.Find(strings.TrimPrefix(stream, inquiry.Stream(""))); x != nil {
			m.Benefit, m.Unit = x.Benefit.String(), x.Unit
		}
	}
	if l.Template == letter.IDHousing {
		m.Benefit = housingAllowance.String()
		m.Others, err = s.spouseIn(c, l)
	}
	return m, err
}

func (s *Server) correspondence(c *call) error {
	l, err := s.openLetterTo(c)
	if err != nil {
		return err
	}
	t := c.text
	v := correspondenceView{Heading: t("correspondence.title", l.ID), Reading: t("correspondence.reading", c.user.Name, t(c.user.Role))}
	v.Facts = []factRow{{Name: t("correspondence.to"), Text: l.To.Party.Masked()}, {Name: t("correspondence.on"), Text: l.On.String()}, {Name: t("correspondence.template"), Text: t("correspondence.version", letterName(t, l), l.Version)},
		{Name: t("field.state"), Text: t("letter.state."+l.State.String()) + ", " + l.Since.Date().String()}, {Name: t("correspondence.digest"), Text: l.Digest}}
	if l.Channel != "" {
		v.Facts = append(v.Facts, factRow{Name: t("correspondence.channel"), Text: t("letter.channel." + string(l.Channel))})
	}
	if why := letterWhy(t, l); why != "" {
		v.Facts = append(v.Facts, factRow{Name: t("correspondence.why"), Text: why})
	}
	if v.Doc, err = l.Document(); err != nil {
		v.Unreadable = err.Error()
	} else {
		v.Files = []caseLink{{link("/correspondence.pdf", "id", l.ID), "PDF"}, {link("/correspondence.txt", "id", l.ID), t("correspondence.text")}}
	}
	crumbs := letterCrumbs(t, l)
	v.page = s.page(c, v.Heading, crumbs[0].Href)
	v.Crumbs = append(crumbs, crumb{"", t("correspondence.crumb")})
	return c.render(http.StatusOK, "correspondence", v)
}

// letterCrumbs lead back to the case that a letter is about, or else to its claim.
func letterCrumbs(t translate, l *letter.Letter) []crumb {
	cases, claims := []crumb{{"/inquiries", t("inquiries.title")}}, []crumb{{"/claims", t("nav.claims")}}
	for _, stream := range l.About {
		if id, ok := strings.CutPrefix(stream, inquiry.Stream("")); ok {
			cases = append(cases, crumb{link("/inquiry", "id", id), id})
		}
		if id, ok := strings.CutPrefix(stream, claim.Stream("")); ok {
			claims = append(claims, crumb{claimHref(id), id})
		}
	}
	if len(cases) > 1 {
		return cases
	}
	return claims
}

// letterWhy is why a letter is where it is, in words; "" when there is nothing to say.
func letterWhy(t translate, l *letter.Letter) string {
	why := l.Code
	if t.has("letter.code." + l.Code) {
		why = t("letter.code." + l.Code)
	}
	if why != "" && l.Why != "" {
		why += ": "
	}
	return why + l.Why
}

// correspondencePDF gives the letter as an accessible PDF, correspondenceText as text.
func (s *Server) correspondencePDF(c *call) error {
	return s.letterFile(c, "application/pdf", "pdf", func(d *letterdoc.Document, b *bytes.Buffer) error { return d.PDF(b) })
}

func (s *Server) correspondenceText(c *call) error {
	return s.letterFile(c, "text/plain; charset=utf-8", "txt", func(d *letterdoc.Document, b *bytes.Buffer) error {
		b.WriteString(d.Text())
		return nil
	})
}

func (s *Server) letterFile(c *call, contentType, ending string, write func(*letterdoc.Document, *bytes.Buffer) error) error {
	l, err := s.openLetterTo(c)
	if err != nil {
		return err
	}
	doc, err := l.Document()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(doc, &b); err != nil {
		return err
	}
	c.attach(contentType, l.ID+"."+ending)
	_, _ = c.w.Write(b.Bytes()) // the reader may have gone
	return nil
}
