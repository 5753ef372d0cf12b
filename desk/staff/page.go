package staff

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"balans/desk/staff/assets"
	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/report"
)

//go:embed *.html
var pageFiles embed.FS

//go:embed icon.svg
var icon []byte

// pages are the templates, each together with the layout and the shared parts.
var pages = func() map[string]*template.Template {
	shared := template.Must(template.ParseFS(pageFiles, "layout.html", "parts.html", "books.html", "cases.html", "housing.html"))
	m := map[string]*template.Template{}
	for _, name := range []string{"start", "report", "series", "claims", "claim", "worklists", "worklist", "assignments", "assignment", "figures", "failure", "appropriations", "appropriation", "conditions", "accounts", "repayments",
		"letter", "comparison", "finding", "findings", "right", "yield", "runs", "run", "controlplan", "person", "notices", "notice", "sgi", "claim_act", "search", "tasks", "denied", "signedout", "inquiries", "inquiry", "inquiry_act", "inquiry_step", "inquiry_basis", "inquiry_new", "inquiry_review", "followup", "correspondence", "housing_calc", "housing_runs", "housing_run", "housing_household", "housing_rules", "housing_watch"} {
		m[name] = template.Must(template.Must(shared.Clone()).ParseFS(pageFiles, name+".html"))
	}
	return m
}()

// page is what every page has around its contents.
type page struct {
	text     translate
	Lang     report.Language
	Title    string // of the window
	User     *user
	Role     string
	Nav      []navItem
	Siblings []navItem // the other pages of the same sort
	TabsName string    // what those are called
	Crumbs   []crumb
	Problems []problem
	Other    otherLanguage
	Assets   string
	Version  string
	Demo     bool
	SignIn   bool   // there is a sign-in
	Search   string // what was searched for
	// CanSearch: the field at the top finds persons too, and sends what is written in a form;
	// else it finds claims by their number.
	CanSearch bool
	// Deviations are the readings in use that are not the usual ones.
	Deviations string
}

// navNeeds is the permission without which an item of the menu is left out: the pages of
// those who handle cases. The others say who may see them when they are opened.
var navNeeds = map[string]string{"/inquiries": readCase, "/followup": followUp, "/search": findPersons, "/tasks": readWork, housingSection: listHousing}

type navItem struct {
	Href, Text string
	Current    bool
}

type crumb struct{ Href, Text string } // Href "" is the page itself

type otherLanguage struct {
	Href, Name string
	Lang       report.Language
}

// T is the text with the key, in the page's language.
func (p page) T(key string, args ...any) string { return p.text(key, args...) }

// page fills the frame. The section is the address of the menu item to mark.
func (s *Server) page(c *call, title, section string) page {
	p := page{text: c.text, Lang: c.lang, Title: title, User: c.user, Version: s.version, Demo: s.demo, SignIn: s.signin != nil,
		Assets: assetPath, Problems: c.asked.problems, Search: c.asked.get("q")}
	p.CanSearch = c.user.mayUse(findPersons)
	if c.user.IsKnown() {
		p.Role = c.text(c.user.Role)
	}
	p.Siblings, p.TabsName = s.tabs(c, section), c.text("controls.tabs")
	onControls := len(p.Siblings) > 0
	if tabs := s.housingTabs(c, section); tabs != nil {
		p.Siblings, p.TabsName = tabs, c.text("housing.tabs")
	}
	for _, item := range []navItem{{"/", "nav.start", false}, {"/report", "nav.report", false}, {"/series", "nav.series", false},
		{"/claims", "nav.claims", false}, {"/inquiries", "nav.inquiries", false}, {"/followup", "nav.followup", false}, {"/search", "nav.search", false}, {"/tasks", "nav.tasks", false}, {"/worklists", "nav.worklists", false}, {"/controls", "nav.controls", false}, {housingSection, "nav.housing", false},
		{"/letter", "nav.letter", false}, {"/appropriations", "nav.appropriations", false},
		{"/assignments", "nav.assignments", false}, {"/figures", "nav.figures", false}} {
		if needs := navNeeds[item.Href]; needs != "" && !c.user.mayUse(needs) {
			continue
		}
		item.Text = c.text(item.Text)
		item.Current = item.Href == section || item.Href == "/controls" && onControls || item.Href == housingSection && len(p.Siblings) > 0 && !onControls
		p.Nav = append(p.Nav, item)
	}
	p.Other = otherLanguage{Lang: report.English, Name: "English"}
	if c.lang == report.English {
		p.Other = otherLanguage{Lang: report.Swedish, Name: "Svenska"}
	}
	here := c.r.URL.Query()
	here.Set("lang", string(p.Other.Lang))
	p.Other.Href = c.r.URL.EscapedPath() + "?" + here.Encode()
	if c.r.Method != http.MethodGet && c.r.Method != http.MethodHead {
		p.Other.Href = "/?lang=" + string(p.Other.Lang)
	}
	return p
}

// render executes the page whole before anything is sent.
func (c *call) render(status int, name string, view any) error {
	var b bytes.Buffer
	if err := pages[name].ExecuteTemplate(&b, "layout", view); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	h := c.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Vary", "Cookie")
	c.w.WriteHeader(status)
	_, _ = c.w.Write(b.Bytes()) // the reader may have gone; nobody is left to tell
	return nil
}

// assetPath holds a hash of every asset, so that the files can be kept for a
// year and a new version is still seen at once. The hash stands in the folder,
// because the stylesheet names its fonts beside itself.
var assetPath = func() string {
	sum := sha256.New()
	err := fs.WalkDir(assets.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(assets.Files, name)
		fmt.Fprintf(sum, "%s %d\n", name, len(b))
		sum.Write(b)
		return err
	})
	if err != nil {
		panic("staff: the embedded assets cannot be read: " + err.Error())
	}
	sum.Write(icon)
	return "/assets/" + hex.EncodeToString(sum.Sum(nil)[:8])
}()

func (s *Server) asset(c *call) error {
	name := c.r.PathValue("file")
	b, err := fs.ReadFile(assets.Files, name)
	if name == "icon.svg" {
		b, err = icon, nil
	}
	if err != nil || "/assets/"+c.r.PathValue("version") != assetPath {
		return problemPage(http.StatusNotFound, "failure.page")
	}
	contentType := mime.TypeByExtension(path.Ext(name))
	if path.Ext(name) == ".woff2" {
		contentType = "font/woff2"
	}
	c.w.Header().Set("Content-Type", contentType)
	c.w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	c.w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	c.w.Header().Del("Vary")
	_, _ = c.w.Write(b)
	return nil
}

// number is a count with a hard space between thousands.
func number(n int64) string { return money.Kronor(n).Kronor() }

// longDay is the day in words: "28 februari 2025".
func (t translate) longDay(d calendar.Date) string {
	y, m, day := d.YMD()
	return strconv.Itoa(day) + "\u00a0" + t.month(int(m)) + "\u00a0" + strconv.Itoa(y)
}

func (t translate) month(m int) string {
	return strings.Fields(t("months"))[m-1]
}

// monthOf is the month in words: "februari 2025".
func (t translate) monthOf(d calendar.Date) string {
	return t.month(int(d.Month())) + " " + strconv.Itoa(d.Year())
}

// clock is the time of day in Sweden.
func clock(i calendar.Instant) string {
	return i.Time().In(stockholm).Format("15.04.05")
}

var stockholm = func() *time.Location {
	l, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		panic("staff: " + err.Error()) // package calendar embeds the zones
	}
	return l
}()

// knownText says whose knowledge a page shows, in words.
func (t translate) knownText(k known) string {
	switch d := k.at.Date(); {
	case k.now:
		return t("known.now", t.longDay(d), clock(k.at))
	case calendar.EndOfDay(d) == k.at:
		return t.longDay(d)
	default:
		return t("known.instant", t.longDay(d), clock(k.at))
	}
}
