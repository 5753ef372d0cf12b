package staff

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"balans/desk/signin"
)

// failureView is a page that says what went wrong and what to do.
type failureView struct {
	page
	Heading, Text string
	Incident      string
	Choose        *chooseView // when somebody must say who they are first
	Help          bool        // how to search for a claim
	SignInTo      string      // the address to sign in at, when that would help
}

type panicked struct{ value any }

func (p *panicked) Error() string { return fmt.Sprint("panic: ", p.value) }

// fail shows the error page for an error, unless something has been sent already.
func (s *Server) fail(c *call, err error) {
	if sent := c.w.(*recorder); sent.status != 0 {
		s.log.Error("answer cut off", "route", c.route.pattern, "error", err)
		return
	}
	for _, h := range []string{"Content-Disposition", "Content-Type", "Content-Length"} {
		c.w.Header().Del(h)
	}
	c.w.Header().Set("Cache-Control", "no-store")
	var known *pageProblem
	var no *denied
	switch {
	case errors.As(err, &no):
		s.deny(c, no)
		return
	case errors.As(err, &known):
		s.failKnown(c, known)
		return
	}
	incident := rand.Text()[:10]
	attrs := []any{"incident", incident, "route", c.route.pattern, "error", err}
	var p *panicked
	if errors.As(err, &p) {
		attrs = append(attrs, "stack", string(debug.Stack()))
	}
	s.log.Error("incident", attrs...)
	status, key := http.StatusInternalServerError, "failure.fault"
	if isUnavailable(err) {
		status, key = http.StatusServiceUnavailable, "failure.busy"
	}
	s.showFailure(c, status, failureView{Heading: c.text(key + ".title"), Text: c.text(key + ".text"), Incident: incident})
}

func (s *Server) failKnown(c *call, p *pageProblem) {
	v := failureView{Heading: c.text(p.key + ".title"), Text: c.text(p.key + ".text")}
	if p.arg != "" {
		v.Heading = c.text(p.key+".title", p.arg)
		if strings.Contains(v.Text, "%") { // it names the same
			v.Text = c.text(p.key+".text", p.arg)
		}
	}
	switch {
	case p.key == "failure.permission" && !c.user.IsKnown() && c.route.permission != seePages:
		v.Choose = s.chooser(c, c.r.URL.RequestURI())
	case p.key == "failure.session":
		v.SignInTo = signin.BeginPath
	case c.next != "":
		v.SignInTo = signin.BeginPath + "?" + url.Values{"next": {signin.LocalPath(c.next)}}.Encode()
	case p.status == http.StatusNotFound:
		v.Help = true
	}
	s.showFailure(c, p.status, v)
}

func (s *Server) showFailure(c *call, status int, v failureView) {
	v.page = s.page(c, v.Heading, "")
	if err := c.render(status, "failure", v); err != nil {
		s.log.Error("error page", "error", err)
		http.Error(c.w, c.text("failure.fault.title"), http.StatusInternalServerError)
	}
}
