package staff

import (
	"context"
	"net/http"

	"balans/access"
	"balans/desk/signin"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/steer/report"
)

// seePages is the permission of pages that show no persons and no figures: open to all.
const seePages = "pages.see"

// The permissions that routes name are the functions of package access.
const (
	readReport = access.ReadReport
	listClaims = access.ListClaims
	readClaim  = access.ReadClaim
	readSteer  = access.ReadSteering // the letter, the books and the assignments: no persons in them
	readWork   = access.ReadWorklist // which claims are on a list tells of their debtors: deceased, protected

	listNotices  = access.ListNotices // kinds of changes say something of persons, also without names
	readNotice   = access.ReadNotice
	writeNotices = access.WriteNotice

	readControl = access.ReadControl // plan, runs, lists and yield: no persons, but who knows the selection can go around it
	readFinding = access.ReadFinding // one finding, with what was read of its person
	judge       = access.JudgeFinding
	readPerson  = access.ReadPerson // everything known of one person

	listHousing    = access.ListHousing // the calculation, the settlements and the watch: households by number, no persons
	readHousing    = access.ReadHousing // one household
	compareHousing = access.CompareHousing

	goBeyond = access.UseOverride
)

// user is who asks, and what the roles of that person hold.
type user struct {
	ID      string
	Name    string
	Role    string // key of the text
	Purpose string // what the reading log is told, in the agency's language
	may     map[string]bool
}

// demoUser stands in for one of the staff where all facts are invented.
type demoUser struct {
	ID, Name, Role, Unit string
	born                 calendar.Date
	serial               int
}

// demoUsers is one user a role. Their numbers are made up, as everything of a demo is.
var demoUsers = []demoUser{
	{"demo-handlaggare", "Sara Ek", "caseworker", "Återkrav", calendar.New(1984, 3, 9), 982},
	{"demo-controller", "Carin Lind", "controller", "Uppföljning", calendar.New(1971, 10, 23), 984},
	{"demo-utredare", "Johan Berg", "investigator", "Kontroll", calendar.New(1979, 6, 2), 987},
	{"demo-revisor", "Maria Sund", "auditor", "Internrevision", calendar.New(1968, 12, 14), 986},
	{"demo-beslutsfattare", "Anna Holm", "approver", "Återkrav", calendar.New(1976, 1, 30), 988},
	{"demo-chef", "Eva Strand", "manager", "Återkrav", calendar.New(1973, 8, 17), 990},
	{"demo-skydd", "Kim Öst", "protection", "Skyddade uppgifter", calendar.New(1977, 7, 7), 981},
	{"demo-admin", "Per Lund", "administrator", "Förvaltning", calendar.New(1981, 5, 5), 989},
}

// purposes is what the reading log is told of each role's readings.
var purposes = map[string]string{
	"caseworker": "handläggning av återkrav", "approver": "beslut i återkrav", "investigator": "utredning av felaktiga utbetalningar",
	"controller": "uppföljning av återkrav", "auditor": "granskning av rapportens siffror", "manager": "uppföljning av enhetens arbete",
	"protection": "handläggning av skyddade personuppgifter", "administrator": "administration av behörigheter",
}

// demoFacts makes staff of the demo users, so that the same table of roles answers for them.
func demoFacts() (facts []access.Fact) {
	from := calendar.New(2000, 1, 1)
	for _, u := range demoUsers {
		number, err := identity.NewPerson(u.born, u.serial)
		if err != nil {
			panic("staff: the demo user " + u.ID + ": " + err.Error())
		}
		facts = append(facts,
			access.Fact{On: from, Actor: "demo", Body: access.Staff{ID: u.ID, Number: number, Name: u.Name, Unit: u.Unit, From: from, To: calendar.None}},
			access.Fact{On: from, Actor: "demo", Body: access.Grant{ID: u.ID, Staff: u.ID, Role: u.Role, From: from, To: calendar.None, Why: "demo"}})
	}
	return facts
}

// visitor is who has not said who they are: figures and lists without identity numbers, but
// no person's facts.
var visitor = func() user {
	u := user{may: map[string]bool{}}
	r, _ := access.RoleOf(access.Visitor)
	for _, f := range r.Functions {
		u.may[f] = true
	}
	return u
}()

// stranger is who has not signed in where there is a sign-in: the pages can then be reached
// from other machines, and show nothing to those.
var stranger user

// mayUse reports whether the user has the permission.
func (u *user) mayUse(permission string) bool { return permission == seePages || u.may[permission] }

// IsKnown reports whether somebody has been chosen or has signed in.
func (u *user) IsKnown() bool { return u.ID != "" }

// isStaff reports whether the user is one of the staff today: only they have a role.
func (u *user) isStaff() bool { return u.Role != noRole }

const noRole = "role.none"

const (
	userCookie     = "balans_user"
	languageCookie = "balans_lang"
)

func isDemoUser(id string) bool {
	for i := range demoUsers {
		if demoUsers[i].ID == id {
			return true
		}
	}
	return false
}

// bookCache is the book of staff and rights as last read.
type bookCache struct {
	level[*access.Book]
	read *access.Book // as in the journal
	used *access.Book // with the demo users, in a demo
}

// rightsRead is the book of rights that a request has read, which it asks for again and again.
type rightsRead struct{ book *access.Book }

type rightsReadKey struct{}

// withRights is a context in which the book of rights is read once.
func withRights(ctx context.Context) context.Context {
	return context.WithValue(ctx, rightsReadKey{}, &rightsRead{})
}

// accessBook is the staff and their rights as they stood in the journal when the request came:
// who loses a role loses it with the next request.
func (s *Server) accessBook(ctx context.Context) (book *access.Book, err error) {
	had, ok := ctx.Value(rightsReadKey{}).(*rightsRead)
	if ok && had.book != nil {
		return had.book, nil
	}
	if book, err = s.readRights(ctx); err == nil && ok {
		had.book = book
	}
	return book, err
}

func (s *Server) readRights(ctx context.Context) (*access.Book, error) {
	c := &s.rights
	return c.get(ctx, func() (*access.Book, error) {
		read, err := c.read, error(nil)
		if read == nil {
			read, err = access.Read(s.ctx, s.journal)
		} else {
			read, err = read.Refresh(s.ctx, s.journal)
		}
		if err != nil {
			return nil, err
		}
		if read != c.read || c.used == nil {
			c.read, c.used = read, read
			if s.demo {
				c.used = read.With(demoFacts()...)
			}
		}
		return c.used, nil
	})
}

// nobody is the user when nobody has said who they are.
func (s *Server) nobody() *user {
	if s.signin != nil {
		return &stranger
	}
	return &visitor
}

// userOf is who asks. Demo users are believed in a demo only; elsewhere it is who has signed
// in. Without either, everybody is a visitor.
func (s *Server) userOf(r *http.Request) (*user, error) {
	var id, name string
	switch {
	case s.signin != nil:
		if p, ok := s.signin.Who(r.Context()); ok {
			id, name = p.ID, p.Name
		}
	case s.demo:
		if c, err := r.Cookie(userCookie); err == nil && isDemoUser(c.Value) {
			id = c.Value
		}
	}
	if id == "" {
		return s.nobody(), nil
	}
	book, err := s.accessBook(r.Context())
	if err != nil {
		return s.nobody(), err
	}
	return userFrom(book, id, name, s.now()), nil
}

// userFrom is one of the staff with what the roles hold now. Who is not one has no role, and
// the name that sign-in gave.
func userFrom(book *access.Book, id, name string, now calendar.Instant) *user {
	on := now.Date()
	u := &user{ID: id, Name: name, Role: noRole, may: map[string]bool{}}
	staff, ok := book.Staff(id, on, now)
	if !ok {
		return u
	}
	u.Name, u.Role = staff.Name, "role.staff"
	if grants := book.Grants(id, on, now); len(grants) > 0 {
		u.Role, u.Purpose = "role."+grants[0].Role, purposes[grants[0].Role]
	} else if taken := book.Delegations(id, on, now); len(taken) > 0 {
		u.Purpose = "arbete på delegation av " + taken[0].Giver
	}
	for _, f := range access.Functions() {
		u.may[f.Name] = book.Asker(id, f.Name, on, now, nil).May(access.Matter{}).OK
	}
	return u
}

// nameIn is what one of the staff is called now; the id of who is not one.
func nameIn(book *access.Book, id string, now calendar.Instant) string {
	if x, ok := book.Staff(id, now.Date(), now); ok {
		return x.Name
	}
	return id
}

// setCookie keeps a choice of the reader's; it holds no secret.
func (s *Server) setCookie(w http.ResponseWriter, r *http.Request, name, value string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: s.isTLS(r), SameSite: http.SameSiteLaxMode})
}

// isTLS reports whether the reader's browser came over TLS, here or to a proxy before us.
func (s *Server) isTLS(r *http.Request) bool {
	return r.TLS != nil || s.signin != nil && s.signin.IsTLS()
}

// language is the one the address asks for, else the one chosen before, else Swedish.
func (s *Server) language(w http.ResponseWriter, r *http.Request) report.Language {
	switch l := report.Language(r.URL.Query().Get("lang")); l {
	case report.Swedish, report.English:
		s.setCookie(w, r, languageCookie, string(l))
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
	id := c.r.PostForm.Get("user")
	if !isDemoUser(id) {
		return problemPage(http.StatusBadRequest, "failure.user")
	}
	s.setCookie(c.w, c.r, userCookie, id)
	c.redirect(signin.LocalPath(c.r.PostForm.Get("next")))
	return nil
}
