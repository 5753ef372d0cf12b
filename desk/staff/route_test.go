package staff

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"balans/access"
)

// sources lists the package's templates and its Go files but for the catalogues
// of texts and the tests.
func sources(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.go", "*.html"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range found {
			if name != "text.go" && !strings.HasPrefix(name, "text_") && !strings.HasSuffix(name, "_test.go") {
				names = append(names, name)
			}
		}
	}
	return names
}

func read(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// addressOf is an address that the pattern answers.
func addressOf(pattern string) (method, target string) {
	method, path, ok := strings.Cut(pattern, " ")
	if !ok {
		return http.MethodGet, "/no/such/page"
	}
	return method, strings.NewReplacer("{$}", "", "{id}", "2023-000101", "{run}", "2023-1", "{household}", "H-0001", "{year}", "2023", "/assets/{version}", assetPath, "{file}", "balans.css").Replace(path)
}

func TestRoutes_haveEachAPermissionAndAnAuditName(t *testing.T) {
	a := lettered(t, newAgency(t, smallAgency...))
	known := map[string]bool{seePages: true}
	for _, f := range access.Functions() {
		known[f.Name] = true
	}
	for _, r := range table() {
		if !known[r.permission] {
			t.Errorf("%s: there is no permission %q", r.pattern, r.permission)
		}
		if !regexp.MustCompile(`^[a-z]+\.[a-z]+$`).MatchString(r.audit) {
			t.Errorf("%s: the audit name %q is not noun.verb", r.pattern, r.audit)
		}
		method, target := addressOf(r.pattern)
		want := http.StatusOK
		switch {
		case r.pattern == "/":
			want = http.StatusNotFound
		case strings.HasPrefix(r.audit, "signin."):
			want = http.StatusNotFound // demo users stand in for it
		case !visitor.mayUse(r.permission):
			want = http.StatusForbidden // a visitor sees no person's facts
		case method == http.MethodPost:
			want = http.StatusBadRequest // an empty form
		}
		if got := a.send(method, target, ""); got.StatusCode != want {
			t.Errorf("%s as a visitor: status %d, want %d", r.pattern, got.StatusCode, want)
		}
	}
}

func TestRoutes_refusePostsFromOtherSites(t *testing.T) {
	a := newAgency(t)
	posts := 0
	for _, r := range table() {
		method, target := addressOf(r.pattern)
		if method == http.MethodGet || method == http.MethodHead {
			continue
		}
		posts++
		for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://other.example"}} {
			got := a.send(method, target, "demo-controller", headers...)
			if got.StatusCode != http.StatusForbidden || len(got.Cookies()) > 0 {
				t.Errorf("%s from another site: status %d", r.pattern, got.StatusCode)
			}
		}
	}
	if posts == 0 {
		t.Error("no route takes a form")
	}
}

func TestRoutes_protectEveryAnswer(t *testing.T) {
	a := newAgency(t, smallAgency...)
	targets := []string{"/no/such/page", "/claims/no-such-claim", "/report?as_of=x"}
	for _, r := range table() {
		if method, target := addressOf(r.pattern); method == http.MethodGet {
			targets = append(targets, target)
		}
	}
	for _, target := range targets {
		h := a.get(target).Header
		for name, want := range map[string]string{"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", target, name, h.Get(name))
			}
		}
		want := "no-store"
		if strings.HasPrefix(target, "/assets/") {
			want = "public, max-age=31536000, immutable"
		}
		if got := h.Get("Cache-Control"); got != want {
			t.Errorf("%s: Cache-Control is %q, want %q", target, got, want)
		}
	}
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Error("the policy is not strict")
	}
}

func TestUser_isChosenAndKept(t *testing.T) {
	a := newAgency(t)
	post := func(form string) answer {
		r := httptest.NewRequest(http.MethodPost, "/user", strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		return answer{w.Result(), w.Body.String()}
	}
	for next, want := range map[string]string{"": "/", "/claims/1?as_of=2025-01-01": "/claims/1?as_of=2025-01-01", "https://other.example/": "/", "//other.example": "/", `/\other.example`: "/"} {
		got := post("user=demo-revisor&next=" + strings.ReplaceAll(next, "&", "%26"))
		if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != want {
			t.Errorf("next %q: %d to %q", next, got.StatusCode, got.Header.Get("Location"))
		}
		c := got.Cookies()
		if len(c) != 1 || c[0].Value != "demo-revisor" || !c[0].HttpOnly || c[0].SameSite != http.SameSiteLaxMode {
			t.Errorf("cookies: %v", c)
		}
	}
	if got := post("user=nobody"); got.StatusCode != http.StatusBadRequest {
		t.Errorf("an unknown user: %d", got.StatusCode)
	}
	if page := a.send(http.MethodGet, "/", "demo-revisor").body; !strings.Contains(page, "Maria Sund, revisor") {
		t.Error("the start page does not say who is chosen")
	}
	if page := a.send(http.MethodGet, "/", "nobody").body; !strings.Contains(page, "Välj användare") {
		t.Error("an unknown user in the cookie is believed")
	}
}

func TestHealthAndMetrics(t *testing.T) {
	a := newAgency(t, smallAgency...)
	got := a.get("/healthz")
	var health struct {
		Status string
		Seq    int64
	}
	if err := json.Unmarshal([]byte(got.body), &health); err != nil || got.StatusCode != http.StatusOK || health.Status != "ok" || health.Seq == 0 {
		t.Errorf("healthz: %d %s (%v)", got.StatusCode, got.body, err)
	}
	a.get("/report")
	a.get("/claims/2023-000101?as_of=2025-02-28")
	text := a.want(http.StatusOK, "/metrics")
	for _, want := range []string{`balans_requests_total{route="GET /report",code="200"} 1`, `balans_requests_total{route="GET /claims/{id}",code="200"} 1`,
		`balans_request_duration_seconds_count{route="GET /report",code="200"} 1`, `balans_request_duration_seconds_sum{route="GET /report",code="200"} 0.000000`,
		"balans_columns_claims 13", "balans_columns_events ", "balans_journal_seq ", "balans_columns_refreshes_total 0"} {
		if !strings.Contains(text, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if !strings.HasPrefix(line, "# ") && !regexp.MustCompile(`^[a-z_]+(\{[^}]*\}?[^}]*\})? [0-9.]+$`).MatchString(line) {
			t.Errorf("not a metric: %s", line)
		}
	}
	a.j.Close()
	if got := a.get("/healthz"); got.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("healthz without a database: %d", got.StatusCode)
	}
}

func TestRequestLog_holdsNoPersonalData(t *testing.T) {
	a := newAgency(t, smallAgency...)
	a.get("/claims/2023-000101?as_of=2025-02-28")
	a.get("/claims?q=2023-000102")
	a.get("/claims/2099-000001")
	log := a.log.String()
	if strings.Count(log, "msg=request") != 3 || !strings.Contains(log, `route="GET /claims/{id}" audit=claim.view status=200`) {
		t.Errorf("log:\n%s", log)
	}
	for _, bad := range []string{"2023-00010", "2099", "as_of", "demo-controller", person(t, 5).String()} {
		if strings.Contains(log, bad) {
			t.Errorf("the log holds %q:\n%s", bad, log)
		}
	}
}

func TestFault_showsANumberAndNotTheError(t *testing.T) {
	a := newAgency(t, smallAgency...)
	a.j.Close()
	got := a.get("/report")
	number := regexp.MustCompile(`<strong class="number">([A-Z0-9]{10})</strong>`).FindStringSubmatch(got.body)
	if got.StatusCode != http.StatusInternalServerError || number == nil {
		t.Fatalf("status %d: %s", got.StatusCode, words(got.body))
	}
	if strings.Contains(got.body, "sql") || strings.Contains(got.body, "closed") || !strings.Contains(a.log.String(), "incident="+number[1]) {
		t.Errorf("the page or the log is wrong:\n%s\n%s", words(got.body), a.log)
	}
	if h := got.Header.Get("Content-Type"); !strings.HasPrefix(h, "text/html") {
		t.Errorf("Content-Type %q", h)
	}
}

func TestAssets_areKeptByTheirHash(t *testing.T) {
	a := newAgency(t)
	page := a.want(http.StatusOK, "/")
	for _, m := range regexp.MustCompile(`(?:href)="(/assets/[^"]*)"`).FindAllStringSubmatch(page, -1) {
		got := a.get(m[1])
		if got.StatusCode != http.StatusOK || got.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: status %d", m[1], got.StatusCode)
		}
	}
	for target, want := range map[string]string{assetPath + "/open-sans-400.woff2": "font/woff2", assetPath + "/icon.svg": "image/svg+xml", assetPath + "/balans.css": "text/css; charset=utf-8"} {
		if got := a.get(target); got.Header.Get("Content-Type") != want {
			t.Errorf("%s: Content-Type %q, want %q", target, got.Header.Get("Content-Type"), want)
		}
	}
	for _, target := range []string{"/assets/0000000000000000/balans.css", assetPath + "/nothing.css", assetPath + "/assets.go"} {
		a.want(http.StatusNotFound, target)
	}
}
