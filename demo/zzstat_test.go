package demo
import ("testing";"fmt";"sort";"time";"balans/recover/claim";"balans/law/calendar")
func TestZZStat(t *testing.T){ r:=map[string]int{}; n:=0; sc:=Full; if testing.Short(){sc=Small}
law,_:=agencyLaw()
t0:=time.Now()
Generate(1,sc,func(d claim.Decision,ev []claim.Event)error{ return nil})
fmt.Println("gen",time.Since(t0))
on:=lastDay
Generate(1,sc,func(d claim.Decision,ev []claim.Event)error{ 
 reg:=claim.RegimeOn(d.DecidedOn).String()
 for i:=range ev{ e:=&ev[i]; n++; r["kind "+e.Kind.String()+" "+e.Mode]++
  if e.Kind==claim.PlanAgreed { // standing at end
    end:=lastDay; why:="inforce"; paid:=int64(0); 
    for j:=i+1;j<len(ev);j++{ if ev[j].Kind==claim.Paid{paid+=int64(ev[j].ToPrincipal)}; if ev[j].Kind==claim.PlanEnded||ev[j].Kind==claim.PlanBreached{end=ev[j].OccurredOn; why=ev[j].Kind.String()+ev[j].Mode;break}}
    dd:=e.Detail(); due:=int64(0); for k:=0;k<int(dd.Count)&&claim.InstalmentDue(dd.First,k)<end;k++{due++}
    a,_:=claim.NewAccount(&d,ev[:i],e.OccurredOn,always,law,false)
    left:=int64(a.Capital())-paid
    m:=int64(0); if left>0 { reach:=(left+paid+int64(e.Amount)-1)/int64(e.Amount); m=min(due,reach)-min(paid/int64(e.Amount),int64(dd.Count)-1)}
    m=min(m,6)
    r[fmt.Sprintf("plan %s %s missed %d",reg,why,m)]++
    b:="<=12"; if dd.Count>12{b="<=24"}; if dd.Count>24{b="<=60"}; if dd.Count>60{b="<=120"}; if dd.Count>120{b=">120"}
    r["plancount "+reg+" "+why+" "+b]++
    if int64(e.Amount)*int64(dd.Count) < int64(a.Capital()) {r["plan does not pay "+reg]++}
  }
 }
 a,err:=claim.NewAccount(&d,ev,on,always,law,false); if err!=nil{t.Fatal(err)}
 lim:=claim.LimitationOf(&d,ev,on,always,law)
 s:=claim.Fold(&d,ev,on,always)
 if a.Overbooked>0{r["overbooked "+reg]++; if r["overbooked "+reg]<4{fmt.Println("over",d.ID,d.DecidedOn,d.Principal,a.Overbooked); for i:=range ev{fmt.Println("   ",ev[i].Kind,ev[i].OccurredOn,ev[i].Amount,ev[i].ToPrincipal,ev[i].Mode,ev[i].DetailText())}}}
 if !a.IsKnown(){r["missing "+reg+" "+a.Missing[0].Parameter]++}
 if s.Outstanding==0&&a.Total()>0&&a.IsKnown(){r["paid but left "+reg]++; if r["paid but left "+reg]<4{fmt.Println("left",d.ID,a.Balances)}}
 if s.Conditions&claim.Ended==0&&int64(s.Outstanding)!=int64(a.Capital())-int64(a.Credit) {r["principal differs "+reg]++;if r["principal differs "+reg]<4{fmt.Println("diff",d.ID,a.Balances,s.Outstanding)}}
 if s.InStock(){ r["stock "+reg]++; if lim.Barred(on){r["stock barred "+reg]++; }}
 for i:=range ev{ if ev[i].Kind==claim.TimeBarred{ l2:=claim.LimitationOf(&d,ev[:i],ev[i].OccurredOn,always,law); if !l2.Barred(ev[i].OccurredOn){r["barred too early"]++; fmt.Println("early",d.ID,l2.Last,ev[i].OccurredOn)}}}
 if a.Credit>0{r["credit"]++}
 dl:=claim.DeadlinesOf(&d,ev,on,always,law)
 st:=claim.StandingOf(&d,ev,on,always,dl,lim,a)
 for _,x:=range st.Unexpected{ k:="unexpected "+reg+" "+ev[x].Kind.String(); r[k]++; if r[k]<3{ s2:=claim.StandingOf(&d,ev[:x],ev[x].OccurredOn,always,dl,lim,nil); _,w:=claim.Expected(s2,ev[x].Kind); fmt.Println(k,d.ID,w)}}
 for _,c:=range st.Contradictions(a){ k:="contradiction "+reg+" "+c[:min(len(c),35)]; r[k]++; if r[k]<3{fmt.Println(k,d.ID,c)}}
 _ = calendar.None
 return nil})
var ks []string
for k:=range r{ks=append(ks,k)}; sort.Strings(ks)
for _,k:=range ks{fmt.Println(r[k],k)}; fmt.Println(n)}
