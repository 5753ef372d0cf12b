package staff

import (
	"net/http"
	"slices"
	"strings"

	"balans/steer/report"
)

// The permissions that routes name.
const (
	seePages   = "pages.see" // nothing about persons, no figures: open to all
	readReport = "report.read"
	listClaims = "claim.list"
	readClaim  = "claim.read"
	readSteer  = "steering.read" // the letter, the books and the assignments: no persons in them
	readWork   = "worklist.read" // which claims are on a list tells of their debtors: deceased, protected

	listNotices  = "notice.list" // kinds of changes say something of persons, also without names
	readNotice   = "notice.read"
	writeNotices = "notice.write"

	readControl = "control.read" // plan, runs, lists and yield: no persons, but who knows the selection can go around it
	readFinding = "finding.read" // one finding, with what was read of its person
	judge       = "finding.judge"
	readPerson  = "person.read" // everything known of one person
)

// user is one of the demo users. Sign-in and roles will replace them.
type user struct {
	ID      string
	Name    string
	Role    string // key of the text
	Purpose string // what the reading log is told, in the agency's language
	may     []string
}

var demoUsers = []user{
	{"demo-handlaggare", "Sara Ek", "user.handlaggare", "handläggning av återkrav", []string{readReport, listClaims, readSteer, readWork, readClaim, listNotices, readNotice, writeNotices, readControl, readFinding, judge, readPerson}},
	{"demo-controller", "Carin Lind", "user.controller", "uppföljning av återkrav", []string{readReport, listClaims, readSteer, readWork, readClaim, listNotices, readNotice, readControl, readFinding, readPerson}},
	{"demo-utredare", "Johan Berg", "user.utredare", "utredning av felaktiga utbetalningar", []string{readReport, listClaims, readSteer, readWork, readClaim, listNotices, readNotice, writeNotices, readControl, readFinding, judge, readPerson}},
	{"demo-revisor", "Maria Sund", "user.revisor", "granskning av rapportens siffror", []string{readReport, listClaims, readSteer, readWork, readClaim, listNotices, readNotice, readControl, readFinding, readPerson}},
}

// visitor is who has not said who they are: figures and lists without identity
// numbers, but no person's facts.
var visitor = user{may: []string{readReport, listClaims, readSteer}}

// mayUse reports whether the user has the permission.
func (u *user) mayUse(permission string) bool {
	return permission == seePages || slices.Contains(u.may, permission)
}

// IsKnown reports whether somebody has been chosen.
func (u *user) IsKnown() bool { return u.ID != "" }

const (
	userCookie     = "balans_user"
	languageCookie = "balans_lang"
)

func userByID(id string) (*user, bool) {
	for i := range demoUsers {
		if demoUsers[i].ID == id {
			return &demoUsers[i], true
		}
	}
	return &visitor, false
}

// userOf is who asks. Demo users are believed in a demo only; without one, and
// without sign-in, everybody is a visitor.
func (s *Server) userOf(r *http.Request) *user {
	c, err := r.Cookie(userCookie)
	if err != nil || !s.demo {
		return &visitor
	}
	u, _ := userByID(c.Value)
	return u
}

// setCookie keeps a choice of the reader's; it holds no secret.
func setCookie(w http.ResponseWriter, r *http.Request, name, value string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode})
}

// language is the one the address asks for, else the one chosen before, else Swedish.
func language(w http.ResponseWriter, r *http.Request) report.Language {
	switch l := report.Language(r.URL.Query().Get("lang")); l {
	case report.Swedish, report.English:
		setCookie(w, r, languageCookie, string(l))
		return l
	}
	if c, err := r.Cookie(languageCookie); err == nil && report.Language(c.Value) == report.English {
		return report.English
	}
	return report.Swedish
}

// postUser takes the choice of a demo user and goes back to where it was asked for.
func (s *Server) postUser(c *call) error {
	if !s.demo {
		return problemPage(http.StatusForbidden, "failure.signin")
	}
	if err := c.r.ParseForm(); err != nil {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	u, ok := userByID(c.r.PostForm.Get("user"))
	if !ok {
		return problemPage(http.StatusBadRequest, "failure.user")
	}
	setCookie(c.w, c.r, userCookie, u.ID)
	c.redirect(localPath(c.r.PostForm.Get("next")))
	return nil
}

// localPath is the path when it stays on this host, else the start page.
func localPath(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n") {
		return "/"
	}
	return next
}
