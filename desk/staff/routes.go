package staff

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"balans/desk/signin"
	"balans/journal"
	"balans/steer/report"
)

// route is one row of the table that says what the program answers.
type route struct {
	pattern    string // method and path, in the words of http.ServeMux
	permission string
	audit      string // its name in the reading log and the request log
	handle     func(*Server, *call) error
}

// table is every page, download and form.
func table() []route {
	t := []route{
		{"GET /{$}", seePages, "start.view", (*Server).start},
		{"POST /user", seePages, "user.choose", (*Server).postUser},
		{"GET /report", readReport, "report.view", (*Server).report},
		{"GET /series", readReport, "series.view", (*Server).series},
		{"GET /series.csv", readReport, "series.download", (*Server).seriesCSV},
		{"GET /claims", listClaims, "claims.view", (*Server).claims},
		{"GET /claims.csv", listClaims, "claims.download", (*Server).claimsCSV},
		{"GET /claims/{id}", readClaim, "claim.view", (*Server).claim},
		{"GET /claims/{id}/act", actOnClaim, "act.view", (*Server).claimAct},
		{"POST /claims/{id}/act", actOnClaim, "claim.act", (*Server).postClaimAct},
		{"GET /inquiries", readCase, "inquiries.view", (*Server).inquiriesPage},
		{"GET /inquiry", readCase, "inquiry.view", (*Server).inquiry},
		{"GET /inquiry/act", readCase, "inquiry.ask", (*Server).inquiryAct},
		{"POST /inquiry/act", workCase, "inquiry.act", (*Server).postInquiryAct},
		{"POST /inquiry/decide", approveCase, "inquiry.decide", (*Server).postInquiryAct},
		{"GET /inquiry/step", workCase, "inquiry.step", (*Server).inquiryStep},
		{"POST /inquiry/step", workCase, "inquiry.assess", (*Server).postInquiryStep},
		{"GET /inquiry/basis", workCase, "inquiry.basis", (*Server).inquiryBasis},
		{"POST /inquiry/basis", workCase, "inquiry.setbasis", (*Server).postInquiryBasis},
		{"GET /inquiry/new", workCase, "inquiry.new", (*Server).newCase},
		{"POST /inquiry/new", workCase, "inquiry.open", (*Server).postNewCase},
		{"GET /claims/{id}/review", workCase, "review.ask", (*Server).reviewForm},
		{"POST /claims/{id}/review", workCase, "review.open", (*Server).postReview},
		{"GET /followup", followUp, "followup.view", (*Server).followup},
		{"GET /followup.csv", followUp, "followup.download", (*Server).followupCSV},
		{"GET /correspondence", readLetters, "correspondence.view", (*Server).correspondence},
		{"GET /correspondence.pdf", readLetters, "correspondence.pdf", (*Server).correspondencePDF},
		{"GET /correspondence.txt", readLetters, "correspondence.text", (*Server).correspondenceText},
		{"GET /worklists", listClaims, "worklists.view", (*Server).worklists},
		{"GET /worklist", readWork, "worklist.view", (*Server).worklist},
		{"GET /search", findPersons, "search.form", (*Server).searchForm},
		{"POST /search", findPersons, "search.find", (*Server).search},
		{"GET /tasks", readWork, "tasks.view", (*Server).tasksPage},
		{"POST /tasks/next", readWork, "task.next", (*Server).postNextTask},
		{"POST /tasks/take", readWork, "task.take", (*Server).postTakeTask},
		{"POST /tasks/release", readWork, "task.release", (*Server).postReleaseTask},
		{"POST /tasks/hand", readWork, "task.hand", (*Server).postHandTask},
		{"GET /person", readPerson, "person.ask", (*Server).personForm},
		{"POST /person", readPerson, "person.view", (*Server).person},
		{"GET /assignments", readSteer, "assignments.view", (*Server).assignments},
		{"GET /assignments.ics", readSteer, "assignments.download", (*Server).assignmentsCalendar},
		{"GET /assignment", readSteer, "assignment.view", (*Server).assignment},
		{"GET /letter", readSteer, "letter.view", (*Server).letter},
		{"GET /letter/compare", readSteer, "letter.compare", (*Server).comparison},
		{"GET /appropriations", readSteer, "appropriations.view", (*Server).appropriations},
		{"GET /appropriation", readSteer, "appropriation.view", (*Server).appropriation},
		{"GET /appropriation.csv", readSteer, "appropriation.download", (*Server).bookingsFile},
		{"GET /conditions", readSteer, "conditions.view", (*Server).conditions},
		{"GET /accounts", readSteer, "accounts.view", (*Server).accounts},
		{"GET /repayments", listClaims, "repayments.view", (*Server).repayments},
		{"GET /sgi", readWork, "sgi.view", (*Server).sgiPage},
		{"POST /sgi", readWork, "sgi.assess", (*Server).postSGI},
		{"GET /figures", seePages, "figures.view", (*Server).figures},
		{"GET /healthz", seePages, "healthz.view", (*Server).healthz},
		{"GET /metrics", seePages, "metrics.view", (*Server).metricsText},
		{"GET /assets/{version}/{file}", seePages, "assets.view", (*Server).asset},
		{"/", seePages, "unknown.view", func(*Server, *call) error { return problemPage(http.StatusNotFound, "failure.page") }},
	}
	t = append(append(append(t, controlRoutes()...), housingRoutes()...), signRoutes()...)
	for _, d := range worklistFiles {
		t = append(t, route{"GET /worklists." + d.ending, listClaims, "worklists.download", func(s *Server, c *call) error { return s.worklistsFile(c, d) }},
			route{"GET /worklist." + d.ending, readWork, "worklist.download", func(s *Server, c *call) error { return s.worklistFile(c, d) }})
	}
	for _, d := range assignmentFiles {
		t = append(t, route{"GET /assignments." + d.ending, readSteer, "assignments.download", func(s *Server, c *call) error { return s.assignmentsFile(c, d) }})
	}
	for _, f := range letterFiles {
		t = append(t, route{"GET /" + f.path, readSteer, "letter.download", func(s *Server, c *call) error { return s.letterDownload(c, f) }})
	}
	for _, f := range bookFiles {
		for _, ending := range f.endings {
			t = append(t, route{"GET /" + f.path + "." + ending, readSteer, "appropriations.download", func(s *Server, c *call) error { return s.bookDownload(c, &f, ending) }})
		}
	}
	for _, d := range downloads {
		t = append(t, route{"GET /report." + d.ending, readReport, "report.download",
			func(s *Server, c *call) error { return s.reportDownload(c, d) }})
	}
	return t
}

// controlRoutes is the rows for notices, controls and findings.
func controlRoutes() []route {
	return []route{
		{"GET /notices", listNotices, "notices.view", (*Server).noticesPage},
		{"GET /notice", readNotice, "notice.view", (*Server).noticePage},
		{"POST /notice/take", writeNotices, "notice.take", (*Server).postTake},
		{"POST /notice/answer", writeNotices, "notice.answer", (*Server).postAnswer},
		{"POST /notice/place", writeNotices, "notice.place", (*Server).postPlace},
		{"GET /finding", readFinding, "finding.view", (*Server).finding},
		{"POST /finding/judge", judge, "finding.judge", (*Server).postJudge},
		{"POST /finding/complain", judge, "finding.complain", (*Server).postComplain},
		{"POST /finding/case", judge, "finding.hand", (*Server).postCase},
		{"GET /findings", readControl, "findings.view", (*Server).findings},
		{"GET /findings.csv", readControl, "findings.download", (*Server).findingsCSV},
		{"GET /finding/right", judge, "right.view", (*Server).right},
		{"POST /finding/right", judge, "right.set", (*Server).postRight},
		{"GET /yield", readControl, "yield.view", (*Server).yield},
		{"GET /yield.csv", readControl, "yield.download", (*Server).yieldCSV},
		{"GET /runs", readControl, "runs.view", (*Server).runs},
		{"GET /run", readControl, "run.view", (*Server).run},
		{"GET /run.csv", readControl, "run.download", (*Server).runCSV},
		{"GET /controls", readControl, "controls.view", (*Server).controlPlan},
	}
}

// housingRoutes is the rows for housing allowance.
func housingRoutes() []route {
	return []route{
		{"GET /bostadsbidrag/rakna", listHousing, "housing.ask", (*Server).housingCalc},
		{"POST /bostadsbidrag/rakna", listHousing, "housing.compute", (*Server).postHousingCalc},
		{"GET " + housingSection, listHousing, "housing.runs", (*Server).housingRuns},
		{"GET " + housingSection + "/{run}", listHousing, "housing.run", (*Server).housingRun},
		{"GET /bostadsbidrag/bevakning", listHousing, "housing.watch", (*Server).housingWatch},
		{"GET /bostadsbidrag/regler", compareHousing, "housing.compare", (*Server).housingCompare},
		{"GET /bostadsbidrag/hushall/{household}/{year}", readHousing, "housing.view", (*Server).housingHousehold},
	}
}

// download is a form the report can be taken away in.
type download struct{ ending, format, contentType, label string }

var downloads = []download{
	{"csv", "csv", "text/csv; charset=utf-8", "CSV"},
	{"xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"},
	{"json", "json", "application/json", "JSON"},
	{"html", "html", "text/html; charset=utf-8", "HTML"},
	{"txt", "text", "text/plain; charset=utf-8", "text"},
}

// call is one request being answered.
type call struct {
	w       http.ResponseWriter
	r       *http.Request
	route   *route
	lang    report.Language
	text    translate
	user    *user
	asked   *asked
	started time.Time
	next    string // where the reader was going, when a sign-in came to nothing
}

// pageProblem is an answer that is not what was asked for but no fault of the
// program: shown in words, with its status.
type pageProblem struct {
	status int
	key    string // "failure.page": its texts are failure.page.title and failure.page.text
	arg    string
}

func (p *pageProblem) Error() string { return p.key }

func problemPage(status int, key string) error { return &pageProblem{status: status, key: key} }

// routes builds the handler of the table.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for _, r := range table() {
		if r.permission == "" || r.audit == "" {
			panic("staff: the route " + r.pattern + " names no permission or no audit name")
		}
		mux.HandleFunc(r.pattern, func(w http.ResponseWriter, req *http.Request) { s.serve(w, req, &r) })
	}
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		s.serve(w, req, &route{"cross-origin", seePages, "crossorigin.refused",
			func(*Server, *call) error { return problemPage(http.StatusForbidden, "failure.origin") }})
	}))
	whole := http.Handler(mux)
	if s.signin != nil {
		whole = s.sessions(mux)
	}
	return guard.Handler(whole)
}

// policy lets a page use this host's styles, font and pictures, and nothing else.
const policy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// sessions lets the routes that have a user know the session.
func (s *Server) sessions(mux *http.ServeMux) http.Handler {
	kept := s.signin.Keep(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p := r.URL.Path; strings.HasPrefix(p, "/assets/") || p == "/healthz" || p == "/metrics" {
			mux.ServeHTTP(w, r)
			return
		}
		kept.ServeHTTP(w, r)
	})
}

// withoutUser are the routes that are the same for everybody, and answer also when nobody
// can be looked up.
var withoutUser = []string{"assets.view", "healthz.view", "metrics.view"}

func protect(h http.Header, tls bool) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if tls {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// serve answers one request: permission first, then the page, and an error page
// when that fails.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, to *route) {
	c := &call{r: r, route: to, started: s.journal.Now()}
	seen := &recorder{ResponseWriter: w}
	c.w = seen
	protect(w.Header(), s.isTLS(r))
	ctx, cancel := context.WithTimeout(withRights(r.Context()), requestTimeout)
	defer cancel()
	c.r = r.WithContext(ctx)
	c.lang = s.language(c.w, r)
	c.text = translator(c.lang)
	c.user = s.nobody()
	c.asked = &asked{values: r.URL.Query(), text: c.text, now: s.now()}
	defer func() {
		if v := recover(); v != nil {
			s.fail(c, &panicked{v})
		}
		s.note(c, seen)
	}()
	if !slices.Contains(withoutUser, to.audit) {
		var err error
		if c.user, err = s.userOf(c.r); err != nil && to.permission != seePages {
			s.fail(c, err)
			return
		}
	}
	if wait := s.limits.wait(c, c.started); wait > 0 {
		c.w.Header().Set("Retry-After", strconv.FormatInt(int64(wait/time.Second)+1, 10))
		s.fail(c, problemPage(http.StatusTooManyRequests, "failure.many"))
		return
	}
	if !c.user.mayUse(to.permission) {
		s.refuse(c)
		return
	}
	if err := to.handle(s, c); err != nil {
		s.fail(c, err)
	}
}

// nextOf is where a request was going, as a parameter of an address.
func nextOf(r *http.Request) string {
	return url.Values{"next": {signin.LocalPath(r.URL.RequestURI())}}.Encode()
}

// redirect sends the reader on to another page of this host.
func (c *call) redirect(path string) {
	http.Redirect(c.w, c.r, path, http.StatusSeeOther)
}

// attach names the file of a download.
func (c *call) attach(contentType, name string) {
	h := c.w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", `attachment; filename="`+strings.Map(plainName, name)+`"`)
}

// plainName keeps what every system allows in the name of a file.
func plainName(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_' {
		return r
	}
	return '-'
}

// isUnavailable reports whether the fault is that the database does not answer.
func isUnavailable(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, journal.ErrClosed)
}
