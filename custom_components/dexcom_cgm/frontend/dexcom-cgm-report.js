var W=globalThis,Y=W.ShadowRoot&&(W.ShadyCSS===void 0||W.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Ut=Symbol(),zt=new WeakMap,K=class{constructor(t,e,r){if(this._$cssResult$=!0,r!==Ut)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(Y&&t===void 0){let r=e!==void 0&&e.length===1;r&&(t=zt.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),r&&zt.set(e,t))}return t}toString(){return this.cssText}},Nt=n=>new K(typeof n=="string"?n:n+"",void 0,Ut);var Ht=(n,t)=>{if(Y)n.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let r=document.createElement("style"),i=W.litNonce;i!==void 0&&r.setAttribute("nonce",i),r.textContent=e.cssText,n.appendChild(r)}},ct=Y?n=>n:n=>n instanceof CSSStyleSheet?(t=>{let e="";for(let r of t.cssRules)e+=r.cssText;return Nt(e)})(n):n;var{is:He,defineProperty:Fe,getOwnPropertyDescriptor:Ie,getOwnPropertyNames:je,getOwnPropertySymbols:Ve,getPrototypeOf:Ge}=Object,Z=globalThis,Ft=Z.trustedTypes,qe=Ft?Ft.emptyScript:"",We=Z.reactiveElementPolyfillSupport,U=(n,t)=>n,mt={toAttribute(n,t){switch(t){case Boolean:n=n?qe:null;break;case Object:case Array:n=n==null?n:JSON.stringify(n)}return n},fromAttribute(n,t){let e=n;switch(t){case Boolean:e=n!==null;break;case Number:e=n===null?null:Number(n);break;case Object:case Array:try{e=JSON.parse(n)}catch{e=null}}return e}},jt=(n,t)=>!He(n,t),It={attribute:!0,type:String,converter:mt,reflect:!1,useDefault:!1,hasChanged:jt};Symbol.metadata??=Symbol("metadata"),Z.litPropertyMetadata??=new WeakMap;var x=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=It){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let r=Symbol(),i=this.getPropertyDescriptor(t,r,e);i!==void 0&&Fe(this.prototype,t,i)}}static getPropertyDescriptor(t,e,r){let{get:i,set:o}=Ie(this.prototype,t)??{get(){return this[e]},set(s){this[e]=s}};return{get:i,set(s){let a=i?.call(this);o?.call(this,s),this.requestUpdate(t,a,r)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??It}static _$Ei(){if(this.hasOwnProperty(U("elementProperties")))return;let t=Ge(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(U("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(U("properties"))){let e=this.properties,r=[...je(e),...Ve(e)];for(let i of r)this.createProperty(i,e[i])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[r,i]of e)this.elementProperties.set(r,i)}this._$Eh=new Map;for(let[e,r]of this.elementProperties){let i=this._$Eu(e,r);i!==void 0&&this._$Eh.set(i,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let r=new Set(t.flat(1/0).reverse());for(let i of r)e.unshift(ct(i))}else t!==void 0&&e.push(ct(t));return e}static _$Eu(t,e){let r=e.attribute;return r===!1?void 0:typeof r=="string"?r:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let r of e.keys())this.hasOwnProperty(r)&&(t.set(r,this[r]),delete this[r]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Ht(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,r){this._$AK(t,r)}_$ET(t,e){let r=this.constructor.elementProperties.get(t),i=this.constructor._$Eu(t,r);if(i!==void 0&&r.reflect===!0){let o=(r.converter?.toAttribute!==void 0?r.converter:mt).toAttribute(e,r.type);this._$Em=t,o==null?this.removeAttribute(i):this.setAttribute(i,o),this._$Em=null}}_$AK(t,e){let r=this.constructor,i=r._$Eh.get(t);if(i!==void 0&&this._$Em!==i){let o=r.getPropertyOptions(i),s=typeof o.converter=="function"?{fromAttribute:o.converter}:o.converter?.fromAttribute!==void 0?o.converter:mt;this._$Em=i;let a=s.fromAttribute(e,o.type);this[i]=a??this._$Ej?.get(i)??a,this._$Em=null}}requestUpdate(t,e,r,i=!1,o){if(t!==void 0){let s=this.constructor;if(i===!1&&(o=this[t]),r??=s.getPropertyOptions(t),!((r.hasChanged??jt)(o,e)||r.useDefault&&r.reflect&&o===this._$Ej?.get(t)&&!this.hasAttribute(s._$Eu(t,r))))return;this.C(t,e,r)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:r,reflect:i,wrapped:o},s){r&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,s??e??this[t]),o!==!0||s!==void 0)||(this._$AL.has(t)||(this.hasUpdated||r||(e=void 0),this._$AL.set(t,e)),i===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[i,o]of this._$Ep)this[i]=o;this._$Ep=void 0}let r=this.constructor.elementProperties;if(r.size>0)for(let[i,o]of r){let{wrapped:s}=o,a=this[i];s!==!0||this._$AL.has(i)||a===void 0||this.C(i,void 0,o,a)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(r=>r.hostUpdate?.()),this.update(e)):this._$EM()}catch(r){throw t=!1,this._$EM(),r}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};x.elementStyles=[],x.shadowRootOptions={mode:"open"},x[U("elementProperties")]=new Map,x[U("finalized")]=new Map,We?.({ReactiveElement:x}),(Z.reactiveElementVersions??=[]).push("2.1.2");var yt=globalThis,Vt=n=>n,X=yt.trustedTypes,Gt=X?X.createPolicy("lit-html",{createHTML:n=>n}):void 0,Xt="$lit$",T=`lit$${Math.random().toFixed(9).slice(2)}$`,Jt="?"+T,Ke=`<${Jt}>`,E=document,H=()=>E.createComment(""),F=n=>n===null||typeof n!="object"&&typeof n!="function",$t=Array.isArray,Ye=n=>$t(n)||typeof n?.[Symbol.iterator]=="function",pt=`[ 	
\f\r]`,N=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,qt=/-->/g,Wt=/>/g,S=RegExp(`>|${pt}(?:([^\\s"'>=/]+)(${pt}*=${pt}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Kt=/'/g,Yt=/"/g,Qt=/^(?:script|style|textarea|title)$/i,bt=n=>(t,...e)=>({_$litType$:n,strings:t,values:e}),c=bt(1),D=bt(2),Cn=bt(3),k=Symbol.for("lit-noChange"),u=Symbol.for("lit-nothing"),Zt=new WeakMap,R=E.createTreeWalker(E,129);function te(n,t){if(!$t(n)||!n.hasOwnProperty("raw"))throw Error("invalid template strings array");return Gt!==void 0?Gt.createHTML(t):t}var Ze=(n,t)=>{let e=n.length-1,r=[],i,o=t===2?"<svg>":t===3?"<math>":"",s=N;for(let a=0;a<e;a++){let l=n[a],m,d,p=-1,g=0;for(;g<l.length&&(s.lastIndex=g,d=s.exec(l),d!==null);)g=s.lastIndex,s===N?d[1]==="!--"?s=qt:d[1]!==void 0?s=Wt:d[2]!==void 0?(Qt.test(d[2])&&(i=RegExp("</"+d[2],"g")),s=S):d[3]!==void 0&&(s=S):s===S?d[0]===">"?(s=i??N,p=-1):d[1]===void 0?p=-2:(p=s.lastIndex-d[2].length,m=d[1],s=d[3]===void 0?S:d[3]==='"'?Yt:Kt):s===Yt||s===Kt?s=S:s===qt||s===Wt?s=N:(s=S,i=void 0);let h=s===S&&n[a+1].startsWith("/>")?" ":"";o+=s===N?l+Ke:p>=0?(r.push(m),l.slice(0,p)+Xt+l.slice(p)+T+h):l+T+(p===-2?a:h)}return[te(n,o+(n[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),r]},I=class n{constructor({strings:t,_$litType$:e},r){let i;this.parts=[];let o=0,s=0,a=t.length-1,l=this.parts,[m,d]=Ze(t,e);if(this.el=n.createElement(m,r),R.currentNode=this.el.content,e===2||e===3){let p=this.el.content.firstChild;p.replaceWith(...p.childNodes)}for(;(i=R.nextNode())!==null&&l.length<a;){if(i.nodeType===1){if(i.hasAttributes())for(let p of i.getAttributeNames())if(p.endsWith(Xt)){let g=d[s++],h=i.getAttribute(p).split(T),v=/([.?@])?(.*)/.exec(g);l.push({type:1,index:o,name:v[2],strings:h,ctor:v[1]==="."?dt:v[1]==="?"?ht:v[1]==="@"?gt:M}),i.removeAttribute(p)}else p.startsWith(T)&&(l.push({type:6,index:o}),i.removeAttribute(p));if(Qt.test(i.tagName)){let p=i.textContent.split(T),g=p.length-1;if(g>0){i.textContent=X?X.emptyScript:"";for(let h=0;h<g;h++)i.append(p[h],H()),R.nextNode(),l.push({type:2,index:++o});i.append(p[g],H())}}}else if(i.nodeType===8)if(i.data===Jt)l.push({type:2,index:o});else{let p=-1;for(;(p=i.data.indexOf(T,p+1))!==-1;)l.push({type:7,index:o}),p+=T.length-1}o++}}static createElement(t,e){let r=E.createElement("template");return r.innerHTML=t,r}};function P(n,t,e=n,r){if(t===k)return t;let i=r!==void 0?e._$Co?.[r]:e._$Cl,o=F(t)?void 0:t._$litDirective$;return i?.constructor!==o&&(i?._$AO?.(!1),o===void 0?i=void 0:(i=new o(n),i._$AT(n,e,r)),r!==void 0?(e._$Co??=[])[r]=i:e._$Cl=i),i!==void 0&&(t=P(n,i._$AS(n,t.values),i,r)),t}var ut=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:r}=this._$AD,i=(t?.creationScope??E).importNode(e,!0);R.currentNode=i;let o=R.nextNode(),s=0,a=0,l=r[0];for(;l!==void 0;){if(s===l.index){let m;l.type===2?m=new j(o,o.nextSibling,this,t):l.type===1?m=new l.ctor(o,l.name,l.strings,this,t):l.type===6&&(m=new ft(o,this,t)),this._$AV.push(m),l=r[++a]}s!==l?.index&&(o=R.nextNode(),s++)}return R.currentNode=E,i}p(t){let e=0;for(let r of this._$AV)r!==void 0&&(r.strings!==void 0?(r._$AI(t,r,e),e+=r.strings.length-2):r._$AI(t[e])),e++}},j=class n{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,r,i){this.type=2,this._$AH=u,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=r,this.options=i,this._$Cv=i?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=P(this,t,e),F(t)?t===u||t==null||t===""?(this._$AH!==u&&this._$AR(),this._$AH=u):t!==this._$AH&&t!==k&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):Ye(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==u&&F(this._$AH)?this._$AA.nextSibling.data=t:this.T(E.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:r}=t,i=typeof r=="number"?this._$AC(t):(r.el===void 0&&(r.el=I.createElement(te(r.h,r.h[0]),this.options)),r);if(this._$AH?._$AD===i)this._$AH.p(e);else{let o=new ut(i,this),s=o.u(this.options);o.p(e),this.T(s),this._$AH=o}}_$AC(t){let e=Zt.get(t.strings);return e===void 0&&Zt.set(t.strings,e=new I(t)),e}k(t){$t(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,r,i=0;for(let o of t)i===e.length?e.push(r=new n(this.O(H()),this.O(H()),this,this.options)):r=e[i],r._$AI(o),i++;i<e.length&&(this._$AR(r&&r._$AB.nextSibling,i),e.length=i)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let r=Vt(t).nextSibling;Vt(t).remove(),t=r}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},M=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,r,i,o){this.type=1,this._$AH=u,this._$AN=void 0,this.element=t,this.name=e,this._$AM=i,this.options=o,r.length>2||r[0]!==""||r[1]!==""?(this._$AH=Array(r.length-1).fill(new String),this.strings=r):this._$AH=u}_$AI(t,e=this,r,i){let o=this.strings,s=!1;if(o===void 0)t=P(this,t,e,0),s=!F(t)||t!==this._$AH&&t!==k,s&&(this._$AH=t);else{let a=t,l,m;for(t=o[0],l=0;l<o.length-1;l++)m=P(this,a[r+l],e,l),m===k&&(m=this._$AH[l]),s||=!F(m)||m!==this._$AH[l],m===u?t=u:t!==u&&(t+=(m??"")+o[l+1]),this._$AH[l]=m}s&&!i&&this.j(t)}j(t){t===u?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},dt=class extends M{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===u?void 0:t}},ht=class extends M{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==u)}},gt=class extends M{constructor(t,e,r,i,o){super(t,e,r,i,o),this.type=5}_$AI(t,e=this){if((t=P(this,t,e,0)??u)===k)return;let r=this._$AH,i=t===u&&r!==u||t.capture!==r.capture||t.once!==r.once||t.passive!==r.passive,o=t!==u&&(r===u||i);i&&this.element.removeEventListener(this.name,this,r),o&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},ft=class{constructor(t,e,r){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=r}get _$AU(){return this._$AM._$AU}_$AI(t){P(this,t)}};var Xe=yt.litHtmlPolyfillSupport;Xe?.(I,j),(yt.litHtmlVersions??=[]).push("3.3.3");var J=(n,t,e)=>{let r=e?.renderBefore??t,i=r._$litPart$;if(i===void 0){let o=e?.renderBefore??null;r._$litPart$=i=new j(t.insertBefore(H(),o),o,void 0,e??{})}return i._$AI(n),i};var _t=globalThis,L=class extends x{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=J(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return k}};L._$litElement$=!0,L.finalized=!0,_t.litElementHydrateSupport?.({LitElement:L});var Je=_t.litElementPolyfillSupport;Je?.({LitElement:L});(_t.litElementVersions??=[]).push("4.2.2");function Q(n,t=0){let e=10**t,r=Math.abs(n)*e;return Math.round(r*(1+Number.EPSILON))/e*Math.sign(n)||0}function vt(n,t){return t==="mmol/L"?Q(n/18.016,1):Q(n)}function V(n){return n<=39?"low":n>=401?"high":null}var Qe={comma_decimal:["en-US"],decimal_comma:["de","es","it"],space_comma:["fr","sv","cs"],quote_decimal:["de-CH"],none:["en-US"]};function f(n){return`⁦${n}⁩`}var tt=class{cache=new Map;settings;constructor(t){this.settings=t}number(t,e=0,r=!1){return this.decimals(t,e,"decimal",r?"exceptZero":"auto")}percent(t,e=0){return this.decimals(t/100,e,"percent")}percents(t,e){return`${this.number(t)}–${this.percent(e)}`}decimals(t,e,r,i="auto"){let{numberFormat:o,language:s}=this.settings,a=o==="system"?void 0:Qe[o]??[s];return this.numbers(`${r}${e}${i}`,a,{style:r,minimumFractionDigits:e,maximumFractionDigits:e,useGrouping:o!=="none",signDisplay:i}).format(t)}glucose(t,e){return this.number(vt(t,e),e==="mmol/L"?1:0)}reading(t,e,r){let i=V(t);return i===null?this.glucose(t,e):r[i]}change(t,e){let r=vt(t,e),i=this.number(r,e==="mmol/L"?1:0,!0);return f(r===0?`±${i}`:i.replace("-","−"))}count(t,e,r="short"){return this.numbers(`u${e}${r}`,[this.settings.language],{style:"unit",unit:e,unitDisplay:r,maximumFractionDigits:0}).format(t)}duration(t){let e=Math.round(t),r=Math.floor(e/60),i=e%60;return r===0?this.count(i,"minute"):i===0?this.count(r,"hour"):`${this.count(r,"hour")} ${this.count(i,"minute")}`}time(t,e){let r=this.dates("time",{hour:"numeric",minute:"2-digit"}).format(t*1e3);return e===void 0||this.dayKey(t)===this.dayKey(e)?r:`${this.dates("day",{month:"short",day:"numeric"}).format(t*1e3)}, ${r}`}date(t){return this.dates("date",{weekday:"short",month:"long",day:"numeric"}).format(t*1e3)}day(t){let e={weekday:"short",month:"short",day:"numeric",timeZone:"UTC"};return this.dates("isoDay",e).format(Date.parse(t))}dateRange(t,e){let r={year:"numeric",month:"long",day:"numeric"};return this.dates("dateRange",r).formatRange(t*1e3,e*1e3)}dateTime(t){return this.dates("dateTime",{year:"numeric",month:"short",day:"numeric",hour:"numeric",minute:"2-digit"}).format(t*1e3)}clock(t,e=!1){let r={hour:"numeric",timeZone:"UTC"};return(!e||this.is24Hour)&&(r.minute="2-digit"),this.dates(`clock${e}`,r).format(t*6e4)}minuteOfDay(t){let e=this.dates("parts",{hour:"2-digit",minute:"2-digit",hourCycle:"h23"},"en").formatToParts(t*1e3),r=i=>Number(e.find(o=>o.type===i)?.value??0);return r("hour")*60+r("minute")}get timeZone(){return this.dates("zone",{}).resolvedOptions().timeZone}get is24Hour(){return!this.dates("is24",{hour:"numeric"}).resolvedOptions().hour12}calendarDays(t,e){let[r,i]=[t,e-1].map(o=>{let[s=1,a=1,l=1970]=this.dayKey(o).split("/").map(Number);return Date.UTC(l,s-1,a)});return((i??0)-(r??0))/864e5+1}dayKey(t){return this.dates("key",{year:"numeric",month:"numeric",day:"numeric"},"en").format(t*1e3)}numbers(t,e,r){return this.cached(t,()=>{try{return new Intl.NumberFormat(e,r)}catch{return new Intl.NumberFormat("en",r)}})}dates(t,e,r){return this.cached(t,()=>{let{language:i,timeFormat:o,timeZone:s}=this.settings,a={...e};a.timeZone??=s,e.hour!==void 0&&e.hourCycle===void 0&&(o==="12"&&(a.hourCycle="h12"),o==="24"&&(a.hourCycle="h23"));let l=r??(o==="system"?void 0:i);try{return new Intl.DateTimeFormat(l,a)}catch{return new Intl.DateTimeFormat("en",a)}})}cached(t,e){let r=this.cache.get(t);return r||(r=e(),this.cache.set(t,r)),r}};var ee="dexcom_cgm";var Jn=`component.${ee}.config_panel.`;function tn(n,t){return n.replace(/\{(\w+)\}/g,(e,r)=>t[r]??e)}function ne(n){return(t,e={})=>tn(n[t]??t,e)}var re="@page{size:portrait;margin:10mm}:root{--ink: #16191d;--muted: #555b63;--line: #b9bfc6;--faint: #e3e6ea;--zone: #edf5f3;--band: #1f5fa8;--inner: #86aad6;--outer: #cbdcf0;--in-range: #00766a;--low: #c2185b;--high: #9a5b00;--day: 15mm;color-scheme:light}*{box-sizing:border-box}html{print-color-adjust:exact;-webkit-print-color-adjust:exact;-webkit-text-size-adjust:100%;text-size-adjust:100%}body{margin:0;color:var(--ink);background:#fff;font:8pt/1.3 Helvetica Neue,Helvetica,Arial,Liberation Sans,Noto Sans,sans-serif;font-variant-numeric:tabular-nums}.sheet{display:flex;flex-direction:column;gap:2.6mm;width:190mm;min-height:258.5mm;margin:0 auto}h1,h2,p,dl,dd,ul{margin:0}h1{font-size:19pt;font-weight:700;line-height:1.1;letter-spacing:-.01em}h2{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 2mm;margin-bottom:1.4mm;padding-bottom:.6mm;border-bottom:.25mm solid var(--ink);font-size:9.5pt;font-weight:700}small{color:var(--muted);font-size:7pt;font-weight:400}table{width:100%;border-collapse:collapse}th,td{padding:.5mm 0;text-align:start;font-weight:400}td+td,th+th,th+td{padding-inline-start:2mm}tr+tr>*,tbody tr:first-child>*{border-top:.2mm solid var(--faint)}thead th{vertical-align:bottom;color:var(--muted);font-size:7pt;line-height:1.15}.number,thead th+th{text-align:end;white-space:nowrap}thead th+th{white-space:normal}.note{margin-top:.8mm;color:var(--muted);font-size:6.8pt;line-height:1.25}.empty{padding:3mm;border:.2mm solid var(--line);color:var(--muted)}.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.fills{position:absolute}.columns{display:flex;gap:6mm}.heading{display:grid;grid-template-columns:auto 1fr;align-items:end;gap:2.4mm 8mm}.person{display:flex;gap:5mm}.blank{flex:2;padding-bottom:.6mm;border-bottom:.25mm solid var(--ink);color:var(--muted);font-size:7pt;white-space:nowrap}.blank.name{flex:3}.facts{display:flex;flex-wrap:wrap;grid-column:1 / -1;gap:.6mm 7mm}.facts div{display:flex;align-items:baseline;gap:1.5mm}.facts dt{color:var(--muted)}.facts dd{font-weight:700}.ranges{flex:1}.statistics{width:70mm}.bar{display:flex;gap:.4mm;height:9mm;margin-bottom:1mm}.ranges tr>*{padding-block:.9mm}.part{position:relative;flex-basis:0;min-width:1mm;overflow:hidden}.part .fill{display:block;width:100%;height:100%}.part span{position:absolute;inset:0;display:flex;align-items:center;justify-content:center;color:#fff;font-size:11pt;font-weight:700}.ranges tbody th{position:relative;padding-inline-start:5.2mm}.swatch{position:absolute;inset-inline-start:0;top:1.2mm;width:4mm;height:2.8mm}.ranges b{font-size:9.5pt}.ranges th small{white-space:nowrap}.goal{display:flex;gap:2mm;justify-content:space-between}.met{min-width:15mm;white-space:nowrap}.met svg{width:2.6mm;height:2.6mm;vertical-align:-.35mm}.statistics dl>div{display:flex;align-items:baseline;justify-content:space-between;gap:3mm;padding:.5mm 0}.statistics dl>div+div{border-top:.2mm solid var(--faint)}.statistics dd{font-weight:700;white-space:nowrap}.statistics small{display:inline-block;line-height:1.2}.legend{display:inline-flex;flex-wrap:wrap;gap:0 3.5mm;margin-inline-start:auto;color:var(--muted);font-size:7pt;font-weight:400}.legend>span{display:inline-flex;align-items:center;gap:1mm}.legend i{width:5mm;height:2.4mm}.legend .inner{background:var(--inner)}.legend .outer{border:.2mm dashed var(--band);background:var(--outer)}.legend .median{height:.7mm;background:var(--band)}.legend .target{border-block:.3mm solid var(--in-range);background:var(--zone)}.area{position:relative}.area svg{position:absolute;inset:0;width:100%;height:100%}.area path{fill:none;vector-effect:non-scaling-stroke}.area .zone{fill:var(--zone)}.area .grid{stroke:var(--line);stroke-width:.15mm}.area .limit{stroke:var(--in-range);stroke-width:.3mm}.profile.drawn{display:flex;flex:1;flex-direction:column}.plot{display:flex;flex:1;flex-direction:column;padding:1mm 3mm 3.6mm 9mm}.plot .area{flex:1;min-height:30mm}.plot .outer{fill:var(--outer);fill-opacity:.85;stroke:var(--band);stroke-dasharray:.7mm .5mm;stroke-width:.15mm}.plot .inner{fill:var(--inner);fill-opacity:.85}.plot .median{stroke:var(--band);stroke-linejoin:round;stroke-width:.75mm}.plot .thin{stroke-dasharray:.3mm .9mm;stroke-linecap:round}.value,.time{position:absolute;color:var(--muted);font-size:6.8pt;line-height:1;white-space:nowrap}.value{right:100%;margin-right:1.2mm;transform:translateY(50%)}.value.limit{color:var(--ink);font-weight:700}.time{top:100%;margin-top:1mm;transform:translate(-50%)}.days{display:grid;gap:1.6mm}.days .row{display:grid;grid-template-columns:5mm repeat(7,1fr);column-gap:1.4mm;direction:ltr}.days .axis{position:relative;height:var(--day);margin-top:3.4mm}.days .value{right:0}.day .head{display:flex;gap:1mm;height:3.4mm;font-size:6.6pt;white-space:nowrap}.day .head b{font-weight:700}.day .head em{color:var(--muted);font-style:normal}.day .head span{margin-inline-start:auto}.day .area{height:var(--day);border:.15mm solid var(--line)}.day .trace{stroke:var(--ink);stroke-linejoin:round;stroke-width:.3mm}.day .limit{stroke-width:.15mm}.day .above{fill:#efc27c}.day .below{fill:var(--low)}.none{position:absolute;inset:0;display:flex;align-items:center;justify-content:center;color:var(--muted);font-size:6.8pt}.lanes{position:relative;height:4.4mm;border:.15mm solid var(--line);border-top:0}.lanes i{position:absolute;top:.2mm;transform:translate(-50%);line-height:0}.lanes .lower{top:2.2mm}.glyph{width:2mm;height:2mm;overflow:visible;fill:var(--ink);stroke:var(--ink);stroke-width:1.6}.glyph.carbs{fill:var(--high);stroke:var(--high)}.glyph.long_acting_insulin{fill:#fff}.lows{width:66mm}.lows tbody th small{display:block}.patterns{flex:1}.patterns .columns{gap:4mm}.patterns ul{flex:1;padding-inline-start:3mm}.patterns table{flex:1.15}.patterns tbody th,.lows tbody th{white-space:nowrap}.sheet.short{--day: 26mm}.basis{margin-top:auto;padding-top:1mm;border-top:.25mm solid var(--ink);color:var(--muted);font-size:6.8pt;line-height:1.25}.basis h2{display:inline;margin:0;padding:0;border:0;color:var(--ink);font-size:inherit}.basis p{display:inline}@media print{.toolbar,.hidden{display:none}}@media print and (max-aspect-ratio:72 / 100)and (min-height:265mm){.sheet{--day: 18mm;min-height:276mm}}";function ie(n){let t=n.documentElement.cloneNode(!0);for(let e of t.querySelectorAll(".toolbar"))e.remove();return`<!doctype html>
${t.outerHTML}
`}function oe(n,t){let e=URL.createObjectURL(new Blob([n],{type:"text/html"})),r=document.createElement("a");r.href=e,r.download=t,r.click(),setTimeout(()=>URL.revokeObjectURL(e),6e4)}var se="@media screen{body{background:#d9dce0}.toolbar{position:sticky;top:0;z-index:1;display:flex;justify-content:center;gap:12px;padding:10px;background:#22262b}.toolbar button{min-height:40px;padding:0 22px;border:1px solid #fff;border-radius:20px;color:#fff;background:none;font:600 15px/1.2 system-ui,sans-serif;cursor:pointer}.toolbar .print{color:#22262b;background:#fff}.toolbar button:focus-visible{outline:3px solid #7db5f0;outline-offset:2px}.sheet{--day: 18mm;position:relative;width:210mm;min-height:297mm;margin:24px auto;padding:10mm;background:#fff;box-shadow:0 1px 8px #0000004d}}@media screen and (max-width:800px){body{background:#fff;font-size:15px}.sheet{gap:28px;width:auto;min-height:0;margin:0;padding:16px;box-shadow:none}h1{font-size:26px}h2{font-size:18px}small,thead th,.blank,.note,.legend,.basis{font-size:13px}th,td,.statistics dl>div{padding-block:6px;vertical-align:top}.columns,.person{flex-direction:column;gap:28px}.heading{grid-template-columns:1fr}.facts{flex-direction:column;gap:6px}.facts div{justify-content:space-between}.statistics,.lows{width:auto}.ranges b{font-size:16px}.bar{height:36px;margin-bottom:8px}.part span{font-size:17px}.ranges tbody th{padding-inline-start:26px}.swatch{top:8px;width:18px;height:13px}.goal{display:block}.met{display:block;font-size:13px}.met svg{width:12px;height:12px}.plot{padding:8px 12px 24px 32px}.plot .area{flex:none;height:220px}.value,.time,.none{font-size:11px}.time:nth-of-type(2n){display:none}.days{grid-template-columns:repeat(2,1fr);gap:10px 8px}.days .row{display:contents}.days .axis{display:none}.day .head{height:20px;font-size:13px}.day .area{height:96px;border:1px solid var(--line)}.lanes{height:28px;border:1px solid var(--line);border-top:0}.lanes .lower{top:15px}.glyph{width:11px;height:11px}}";var ae=["carbs","fast_acting_insulin","long_acting_insulin","insulin","exercise"];function rn(n,t,e){if(n.value===null)return"";let r=[0,1].find(o=>Number(n.value?.toFixed(o))===n.value)??2,i=t.number(n.value,r);switch(n.unit){case"grams":return e("events.grams",{value:i});case"units":return e("events.units",{value:i});case"minutes":return t.count(n.value,"minute");default:return n.unit?`${i} ${n.unit}`:i}}function le(n,t,e){return`${e(`events.${n.type}`)} ${rn(n,t,e)}`.trim()}function b(n){return Math.round(n*10)/10}function ce(n,t,e,r,i){let o=[...t.map(a=>({value:a,kind:"target"})),...e.map(a=>({value:a,kind:"threshold"})),...r.map(a=>({value:a,kind:"plain"}))],s=[];for(let a of o)s.every(l=>Math.abs(n(l.value)-n(a.value))>=i)&&s.push(a);return s}var xt=960;function me(n,t=xt){let e=[],r=0;for(let i=1;i<=n.length;i+=1)(i===n.length||n[i]-n[i-1]>t)&&(e.push({from:r,to:i}),r=i);return e}function wt(n,t,e,r=xt){let{times:i,values:o}=n,s="";for(let{from:a,to:l}of me(i,r)){for(let m=a;m<l;m+=1)s+=`${m===a?"M":"L"}${b(t(i[m]))} ${b(e(o[m]))}`;l-a===1&&(s+="h0")}return s}function Tt({times:n,values:t},e,r,i,o,s=xt){let a=p=>r==="high"?p-e:e-p,l=b(o(e)),m="",d=!1;for(let{from:p,to:g}of me(n,s)){for(let h=p;h<g;h+=1){let v=n[h],z=t[h],at=a(z)>0;if(at!==d){let lt=b(i(v));if(h>p){let Bt=n[h-1],Ot=a(t[h-1]);lt=b(i(Bt+(v-Bt)*Ot/(Ot-a(z))))}m+=d?`L${lt} ${l}z`:`M${lt} ${l}`,d=at}at&&(m+=`L${b(i(v))} ${b(o(z))}`)}d&&(m+=`L${b(i(n[g-1]))} ${l}z`),d=!1}return m}function pe(n){return D`<svg class="mark" width="14" height="14" viewBox="0 0 16 16" aria-hidden="true"
fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><path d=${n?"M3 8.5l3.5 3.5L13 4.5":"M4 4l8 8M12 4l-8 8"} /></svg>`}function ue(n,t,e){switch(n){case"carbs":return`M${t-4} ${e}a4 4 0 1 1 8 0a4 4 0 1 1-8 0`;case"exercise":return`M${t-4} ${e-4}h8v8h-8z`;case"insulin":return`M${t-1.5} ${e-5}h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z`;default:return`M${t} ${e-5}l5 5-5 5-5-5z`}}var G={days:14,share:70};function C({data:n,format:t},e){return e===null?"–":`${t.glucose(e,n.unit)} ${n.unit}`}function $({format:n},t,e=1){return t===null?"–":n.percent(t,e)}var A=1440,_=350,et=16,w=n=>n,y=n=>_-Math.min(n,_);function nt({target:n},t){let e=[n.low,n.high];return ce(y,e,[_],[250,0],t).map(r=>r.value)}function rt(n,{target:t,unit:e},r){return n.map(i=>{let o=i===t.low||i===t.high;return c`<span
class="value ${o?"limit":""}"
style="bottom:${i/_*100}%"
>${r.glucose(i,e)}</span
>`})}function q(n,t){return n.map(e=>`M0 ${y(e)}H${t}`).join("")}function it(n){return n.map(t=>`M${t} 0V${_}`).join("")}var he=[6,12,18],de=7,ge=ae.filter(n=>n!=="exercise");function ot(n){return n.events.filter(t=>ge.includes(t.type))}function At({readings:n,length:t}){return n>=t/5*G.share/100}function fe(n){return c`<svg viewBox="-6 -6 12 12" class="glyph ${n}" aria-hidden="true">
${D`<path d=${ue(n,0,0)} />`}
</svg>`}function ye(n){let{data:t,format:e,t:r}=n,i=t.daily.some(l=>ot(l).length>0),o=nt(t,60).filter(l=>l>0&&l!==250),s=[];t.daily.some(l=>l.value.some(m=>m>_))&&s.push(r("report.edge",{value:e.glucose(_,t.unit)})),t.events_known||s.push(r("report.events_unknown"));let a=[0,de];return c`<section class="daily">
<h2>
${r("report.daily")} <small>${t.unit}</small>
${on(n)}
</h2>
<div class="days ${i?"":"bare"}" aria-hidden="true">
${a.map(l=>c`<div class="row">
<div class="axis">${rt(o,t,e)}</div>
${t.daily.slice(l,l+de).map(m=>sn(n,m,i))}
</div>`)}
</div>
${cn(n)}
${s.length>0?c`<p class="note">${s.join(" ")}</p>`:u}
</section>`}function on({data:n,format:t,t:e}){let r=new Set(n.daily.flatMap(o=>ot(o).map(s=>s.type))),i=he.map(o=>t.clock(o*60,!0)).join(", ");return c`<span class="legend">
${ge.filter(o=>r.has(o)).map(o=>c`<span>${fe(o)}${e(`events.${o}`)}</span>`)}
<span>${e("report.lines",{times:i})}</span>
<span>${e("report.in_range_share")}</span>
</span>`}function sn(n,t,e){let{data:r,format:i,t:o}=n,{length:s}=t,a=At(t),l=s!==A&&s%60===0;return c`<div class="day">
<div class="head">
<b>${i.day(t.day)}</b>
${l?c`<em>${o("hours_short",{hours:i.number(s/60)})}</em>`:u}
<span>${a?$(n,t.in_range,0):""}</span>
</div>
<div class="area" dir="ltr">
${t.readings>0?an(r,t):c`<span class="none">${o("graph.empty")}</span>`}
</div>
${e?c`<div class="lanes" dir="ltr">
${ot(t).map(m=>c`<i
class=${m.type==="carbs"?"upper":"lower"}
style="left:${m.minute/s*100}%"
>${fe(m.type)}</i
>`)}
</div>`:u}
</div>`}function an({target:{low:n,high:t}},e){let{length:r}=e,i={times:e.minute,values:e.value},o=he.map(s=>s*60+r-A);return c`<svg viewBox="0 0 ${r} ${_}" preserveAspectRatio="none">
<path class="zone" d="M0 ${y(t)}H${r}V${y(n)}H0z" />
<path class="grid" d=${it(o)} />
<path class="above" d=${Tt(i,t,"high",w,y,et)} />
<path class="below" d=${Tt(i,n,"low",w,y,et)} />
<path class="limit" d=${q([n,t],r)} />
<path class="trace" d=${wt(i,w,y,et)} />
</svg>`}function ln({data:n,format:t,t:e},r){return r.readings===0?e("graph.empty"):r.mean===null||!At(r)?"–":t.glucose(r.mean,n.unit)}function cn(n){let{data:t,format:e,t:r}=n;return c`<div class="hidden"><table>
<caption>
${r("report.daily")}, ${t.unit}
</caption>
<thead>
<tr>
<th scope="col">${r("form.days")}</th>
<th scope="col">${r("report.average")}</th>
<th scope="col">${r("bands.in_range")}</th>
<th scope="col">${r("report.logged")}</th>
</tr>
</thead>
<tbody>
${t.daily.map(i=>c`<tr>
<th scope="row">${e.day(i.day)}</th>
<td>${ln(n,i)}</td>
<td>${At(i)?$(n,i.in_range,0):"–"}</td>
<td>
${ot(i).map(o=>le({...o,time:0},e,r)).join(", ")}
</td>
</tr>`)}
</tbody>
</table></div>`}function be(n){let{data:t,format:e,t:r}=n,i=a=>a===null?"–":e.duration(a),o=a=>c`<tr>
<th scope="row">
${r("report.below",{value:e.glucose(a.below,t.unit)})}
<small>${r("report.level",{level:e.number(a.level)})}</small>
</th>
<td class="number">${a.episodes===null?"–":e.number(a.episodes)}</td>
<td class="number">
<b>${a.per_week===null?"–":e.number(a.per_week,1)}</b>
</td>
<td class="number">${i(a.median_minutes)}</td>
<td class="number">
${a.may_be_longer?"≥ ":""}${i(a.longest_minutes)}
</td>
</tr>`,s=t.readings>0&&t.lows.every(a=>a.episodes===0);return c`<section class="lows">
<h2>${r("report.lows")} <small>${t.unit}</small></h2>
<table>
<thead>
<tr>
<th scope="col"><span class="hidden">${r("report.lows")}</span></th>
<th scope="col">${r("report.episodes")}</th>
<th scope="col">${r("report.per_week")}</th>
<th scope="col">${r("report.median_duration")}</th>
<th scope="col">${r("report.longest")}</th>
</tr>
</thead>
<tbody>
${t.lows.map(o)}
</tbody>
</table>
<p class="note">${s?`${r("report.no_episode")} `:""}${r("report.lows_note")}</p>
</section>`}function _e(n){let{data:t,format:e,t:r}=n,{rule:i,night:o,day:s,weekday:a,weekend:l}=t.patterns;if(t.days_with_data<i.required_days||o===null&&s===null){let p=e.count(i.required_days,"day","long");return c`<section class="patterns">
<h2>${r("report.patterns")}</h2>
<p class="empty">${r("report.too_few",{days:p})}</p>
</section>`}let m=p=>e.clock(p*60,!0),d=[[r("report.night"),f(`${m(0)}–${m(6)}`),o],[r("report.day"),f(`${m(6)}–${m(24)}`),s],[r("report.weekday"),"",a],[r("report.weekend"),"",l]];return c`<section class="patterns">
<h2>${r("report.patterns")} <small>${t.unit}</small></h2>
<div class="columns">
<ul>
${mn(n).map(p=>c`<li>${p}</li>`)}
${$e(n,r("report.best_day"),t.patterns.best_day)}
${$e(n,r("report.worst_day"),t.patterns.worst_day)}
</ul>
<table>
<thead>
<tr>
<th scope="col"><span class="hidden">${r("report.time_of_day")}</span></th>
<th scope="col">${r("report.average")}</th>
<th scope="col">${r("level.below")}</th>
<th scope="col">${r("level.in_range")}</th>
<th scope="col">${r("level.above")}</th>
</tr>
</thead>
<tbody>
${d.map(([p,g,h])=>c`<tr>
<th scope="row">${p} <small>${g}</small></th>
<td class="number">
${h?.mean==null?"–":e.glucose(h.mean,t.unit)}
</td>
<td class="number">${$(n,h?.below??null)}</td>
<td class="number"><b>${$(n,h?.in_range??null)}</b></td>
<td class="number">${$(n,h?.above??null)}</td>
</tr>`)}
</tbody>
</table>
</div>
<p class="note">
${r("report.rule",{time:e.duration(i.block_minutes),share:e.percent(i.minimum_share),minutes:e.duration(i.high_minutes),days:e.count(i.minimum_days,"day","long")})}
</p>
</section>`}function mn({data:n,format:t,t:e}){let{recurring:r,rule:i}=n.patterns;if(r.length===0)return[e("report.no_recurring")];let o=p=>t.glucose(p,n.unit),s=p=>t.clock(p,p%60===0).replace(/\s/g," "),a=p=>r.filter(g=>g.kind===p).map(({from:g,to:h,days:v,of_days:z})=>e("report.recurring_time",{from:s(g),to:s(h),days:t.number(v),all:t.count(z,"day","long")})).join("; "),[l,m]=[a("low"),a("high")],d=[];return l&&d.push(e("report.recurring_low",{value:o(i.low_below),times:l})),m&&d.push(e("report.recurring_high",{value:o(i.high_above),times:m})),d}function $e(n,t,e){return e?c`<li>
${t}: <b>${n.format.day(e.day)}</b>, ${$(n,e.in_range)},
${C(n,e.mean)}
</li>`:u}var ve=1440,st=5,Rt=7;function xe(n){let t=n[0],e=n.at(-1);return!t||!e?[]:[{...e,center:e.center-ve},...n,{...t,center:t.center+ve}]}function we(n,t){let e=[],r;for(let i of n)t(i)?r?r.push(i):(r=[i],e.push(r)):r=void 0;return e}function B(n){return n.p50!==null&&n.days>=st}var pn=["p5","p25","p50","p75","p95"];function Te(n){return n.map((t,e)=>{let r=n.at(e-1),i=n[(e+1)%n.length];if(!r||!i||![r,t,i].every(B))return t;let o={...t};for(let s of pn){let[a,l,m]=[r[s],t[s],i[s]];a!==null&&l!==null&&m!==null&&(o[s]=(a+4*l+m)/6)}return o})}function St(n,t,e,r){return n.map(i=>`${b(e(i.center))} ${b(r(i[t]??0))}`)}function Et(n,t,e,r,i){return we(n,B).map(o=>`M${St(o,e,r,i).join("L")}L${St(o,t,r,i).reverse().join("L")}z`).join("")}function kt(n,t,e,r){let i=(s,a)=>s.p50!==null&&(t?B(s):!B(s)||[n[a-1],n[a+1]].some(l=>l?.p50!=null&&!B(l))),o=new Set(n.filter(i));return we(n,s=>o.has(s)).map(s=>`M${St(s,"p50",e,r).join("L")}${s.length===1?"h0":""}`).join("")}function Ae(n){return n.some(t=>!B(t))}var Se=[0,3,6,9,12,15,18,21,24];function Pt({profile:n}){return n.days_with_data>=Rt}function Re(n){let{data:t,format:e,t:r}=n,i=Rt-t.profile.days_with_data,o=Pt(t);return c`<section class="profile ${o?"drawn":""}">
<h2>
${r("profile.title")} <small>${t.unit}</small>
${o?un(n):u}
</h2>
${o?c`${dn(n)} ${gn(n)}`:c`<p class="empty">
${r("profile.too_few")}. ${r("profile.missing",{days:e.number(i)})}
</p>`}
</section>`}function un({data:n,format:t,t:e}){let r=o=>t.glucose(o,n.unit),i=f(`${r(n.target.low)}–${r(n.target.high)}`);return c`<span class="legend">
<span><i class="median"></i>${e("profile.median")}</span>
<span><i class="inner"></i>${f(t.percents(25,75))}</span>
<span><i class="outer"></i>${f(t.percents(5,95))}</span>
<span><i class="target"></i>${e("report.target",{limits:i})}</span>
</span>`}function dn(n){let{data:t,format:e,t:r}=n,i=xe(Te(t.profile.bins)),o=nt(t,20),{low:s,high:a}=t.target;return c`<div class="plot" dir="ltr">
<div class="area">
${rt(o,t,e)}
<svg
viewBox="0 0 ${A} ${_}"
preserveAspectRatio="none"
role="img"
aria-label=${r("profile.label")}
>
<path class="zone" d="M0 ${y(a)}H${A}V${y(s)}H0z" />
<path class="grid" d="${q([0,250,_],A)}${it(Se.map(l=>l*60))}" />
<path class="outer" d=${Et(i,"p5","p95",w,y)} />
<path class="inner" d=${Et(i,"p25","p75",w,y)} />
<path class="limit" d=${q([s,a],A)} />
<path class="median" d=${kt(i,!0,w,y)} />
<path class="median thin" d=${kt(i,!1,w,y)} />
</svg>
${Se.map(l=>c`<span class="time" style="left:${l/24*100}%"
>${e.clock(l*60,!0)}</span
>`)}
</div>
</div>
<p class="note">${hn(n)}</p>`}function hn({data:n,format:t,t:e}){let r=t.count(n.profile.days_with_data,"day","long"),i=[e("profile.rests_on",{days:r})];return Ae(n.profile.bins)&&i.push(e("profile.thin",{days:t.count(st,"day","long")})),i.join(" ")}function gn({data:n,format:t,t:e}){let r=n.profile.bins.filter(o=>o.minute%120===0),i=(o,s)=>{let a=o[s],l=s==="p50"||o.days>=st;return a===null||!l?"–":t.glucose(a,n.unit)};return c`<div class="hidden"><table>
<caption>
${e("profile.title")}, ${n.unit}
</caption>
<thead>
<tr>
<th scope="col">${e("report.time_of_day")}</th>
${[5,25].map(o=>c`<th scope="col">${t.percent(o)}</th>`)}
<th scope="col">${e("profile.median")}</th>
${[75,95].map(o=>c`<th scope="col">${t.percent(o)}</th>`)}
</tr>
</thead>
<tbody>
${r.map(o=>c`<tr>
<th scope="row">${t.clock(o.minute)}</th>
${["p5","p25","p50","p75","p95"].map(s=>c`<td>${i(o,s)}</td>`)}
</tr>`)}
</tbody>
</table></div>`}var fn={very_low:"time_very_low",low:"time_below_range",in_range:"time_in_range",high:"time_above_range",very_high:"time_very_high"};function Mt(n,t){return t.find(e=>e.measure===fn[n.key])}function Dt(n){return n.key==="low"||n.key==="high"}function Ee(n){if(!n||n.share===null)return 1;for(let t=1;t<3;t+=1)if(Q(n.share,t)!==n.limit||n.share===n.limit)return t;return 3}function Lt(n,t,e){return n.share===null?"–":e.percent(n.share,Dt(n)?1:Ee(t))}function ke({from:n,to:t},e,r){let i=o=>e.glucose(o,r);return n===null&&t!==null?f(`< ${i(t+1)}`):t===null&&n!==null?f(`> ${i(n-1)}`):f(`${i(n??0)}–${i(t??0)}`)}function Pe(n,t,e,r){let i=n.is_minimum?">":"<",o=f(`${i} ${e.percent(n.limit,n.limit%1?1:0)}`);return r(Dt(t)?`range.goal_${t.key}`:"range.goal_one",{limit:o})}function Me(n,t,e){return!Dt(t)||n.share===null?"":` (${e.percent(n.share,Ee(n))})`}var O={"very-low":"#8a0c42",low:"#c2185b","in-range":"#00766a",high:"#9a5b00","very-high":"#6f3d00"};var Ct={very_low:{color:O["very-low"],angle:45,white:1},low:{color:O.low,angle:45,white:3.2},in_range:O["in-range"],high:{color:O.high,angle:-45,white:3.2},very_high:{color:O["very-high"],angle:-45,white:1}};function De(){return c`<svg class="fills" width="0" height="0" aria-hidden="true">
<defs>
${Object.entries(Ct).map(([n,t])=>typeof t=="string"?u:D`<pattern id="fill-${n}" width="5" height="5" patternUnits="userSpaceOnUse"
patternTransform="rotate(${t.angle})">
<path fill=${t.color} d="M0 0h5v5h-5z" />
<path fill="#fff" d="M0 0h${t.white}v5h-${t.white}z" />
</pattern>`)}
</defs>
</svg>`}function yn(n){let t=Ct[n];return typeof t=="string"?t:`url(#fill-${n})`}function Le(n,t){let e=Ct[n],r=typeof e=="string"?e:e.color;return c`<svg class=${t} aria-hidden="true">
<rect width="100%" height="100%" fill=${yn(n)} stroke=${r} />
</svg>`}function $n({data:n,format:t}){return c`<div class="bar" aria-hidden="true" dir="ltr">
${n.bands.map(e=>e.share?c`<div class="part" style="flex-grow:${e.share}">
${Le(e.key,"fill")}
${e.key==="in_range"&&e.share>12?c`<span>${Lt(e,Mt(e,n.goals),t)}</span>`:u}
</div>`:u)}
</div>`}function bn({format:n,t},e,r){let i=e.is_met;return c`<div class="goal">
<span>${Pe(e,r,n,t)}<small>${Me(e,r,n)}</small></span>
${i===null?u:c`<span class="met">${pe(i)} ${t(i?"range.met":"range.unmet")}</span>`}
</div>`}function _n(n,t){let{data:e,format:r,t:i}=n,o=Mt(t,e.goals);return c`<tr class=${t.key}>
<th scope="row">
${Le(t.key,"swatch")} ${i(`bands.${t.key}`)}
<small>${ke(t,r,e.unit)}</small>
</th>
<td class="number"><b>${Lt(t,o,r)}</b></td>
<td class="number">
${t.minutes_per_day===null?"–":i("range.per_day",{time:r.duration(t.minutes_per_day)})}
</td>
<td>${o?bn(n,o,t):u}</td>
</tr>`}function Ce(n){let{data:t,t:e}=n;return c`<section class="ranges">
<h2>
${e("range.title")}
<small>${e("form.targets")}: ${e(`form.targets_${t.targets}`)} · ${t.unit}</small>
</h2>
${$n(n)}
<table>
<thead class="hidden">
<tr>
<th scope="col">${e("range.band")}</th>
<th scope="col">${e("range.share")}</th>
<th scope="col">${e("report.average")}</th>
<th scope="col">${e("range.goal")}</th>
</tr>
</thead>
<tbody>
${t.bands.map(r=>_n(n,r)).reverse()}
</tbody>
</table>
${t.is_sufficient?u:c`<p class="note">${vn(n)}</p>`}
</section>`}function vn({format:n,t}){let e={days:n.count(G.days,"day","long"),share:n.percent(G.share)};return`${t("range.insufficient")} ${t("report.needed",e)}`}var xn=36;function Be({data:n,format:t,t:e},r){if(!r)return"–";let i={low:e("value.low"),high:e("value.high")},o=t.reading(r.value,n.unit,i);return V(r.value)?o:`${o} ${n.unit}`}function Oe(n){let{data:t,format:e,t:r}=n,i=t.q1===null||t.q3===null?"–":`${f(`${e.glucose(t.q1,t.unit)}–${e.glucose(t.q3,t.unit)}`)} ${t.unit}`,o=l=>l?e.dateTime(l.time):"",s=t.gmi===null?"":r("report.gmi_note"),a=[[r("range.mean"),C(n,t.mean),""],[r("report.gmi"),$(n,t.gmi),s],[r("report.cv"),$(n,t.variability),r("report.cv_stable",{limit:e.percent(xn)})],[r("report.sd"),C(n,t.standard_deviation),""],[r("report.median"),C(n,t.median),""],[r("report.quartiles"),i,""],[r("report.lowest"),Be(n,t.lowest),o(t.lowest)],[r("report.highest"),Be(n,t.highest),o(t.highest)]];return c`<section class="statistics">
<h2>${r("report.statistics")}</h2>
<dl>
${a.map(([l,m,d])=>c`<div>
<dt>${l} ${d?c`<small>${d}</small>`:u}</dt>
<dd>${m}</dd>
</div>`)}
</dl>
</section>`}function ze(n){let{data:t,t:e}=n;return c`<main class="sheet ${Pt(t)?"":"short"}">
${De()} ${wn(n)}
${t.readings===0?c`<p class="empty">${e("range.no_readings")}</p>`:c`<div class="columns">${Ce(n)} ${Oe(n)}</div>
${Re(n)} ${ye(n)}
<div class="columns findings">${be(n)} ${_e(n)}</div>`}
${Tn(n)}
</main>`}function wn(n){let{data:t,format:e,t:r}=n,i=[[r("report.period"),`${e.dateRange(t.start,t.end)} (${e.count(t.days,"day","long")})`],[r("report.days_with_data"),r("report.of",{part:e.number(t.days_with_data),all:e.number(e.calendarDays(t.start,t.end))})],[r("range.cgm_active"),$(n,t.cgm_active)]];return c`<header class="heading">
<h1>${r("report.title")}</h1>
<div class="person">
<span class="blank name">${r("report.name")}</span>
<span class="blank">${r("report.birth")}</span>
</div>
<dl class="facts">
${i.map(([o,s])=>c`<div>
<dt>${o}</dt>
<dd>${s}</dd>
</div>`)}
</dl>
</header>`}function Tn(n){let{data:t,format:e,t:r}=n,i=e.dateTime(t.start),o=e.dateTime(t.end),s=t.cgm_active===null?null:Math.max(0,100-t.cgm_active),a=t.readings===0?r("report.no_readings",{start:i,end:o}):r("report.readings",{readings:e.number(t.readings),start:i,end:o,missing:$(n,s),zone:t.time_zone}),l=r("report.created",{time:e.dateTime(t.generated),title:t.title}),m=t.history_loaded<100?r("report.history_loading",{percent:e.percent(t.history_loaded)}):"";return c`<footer class="basis">
<h2>${r("report.basis")}</h2>
<p>${a} ${m} ${l}</p>
</footer>`}function An(n){let t=new tt({language:n.language,numberFormat:n.locale?.number_format??"language",timeFormat:n.locale?.time_format??"language",timeZone:n.time_zone});return{data:n,format:t,t:ne(n.texts)}}function Sn(){return typeof window.print=="function"&&!navigator.userAgent.includes("; wv)")}function Rn({data:n},t){let e=new Date(n.generated*1e3).toISOString().slice(0,10),r=()=>oe(ie(document),`glucose-report-${e}.html`);return c`<header class="toolbar">
${Sn()?c`<button type="button" class="print" @click=${()=>window.print()}>
${t("report.print")}
</button>`:u}
<button type="button" class="download" @click=${r}>${t("report.download")}</button>
</header>`}function Ue(n,t,e){document.getElementById(t)?.remove(),n.id=t,e.append(n)}function En(n){let t=An(n),e=document.createElement("style");e.textContent=`${re}
${se}`,Ue(e,"style",document.head);let r=document.createElement("div");J(c`${Rn(t,t.t)} ${ze(t)}`,r),Ue(r,"report",document.body)}var Ne=document.getElementById("data");Ne&&En(JSON.parse(Ne.textContent??""));export{An as reportOf,En as show};
/*! Bundled license information:

@lit/reactive-element/css-tag.js:
  (**
   * @license
   * Copyright 2019 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

@lit/reactive-element/reactive-element.js:
lit-html/lit-html.js:
lit-element/lit-element.js:
  (**
   * @license
   * Copyright 2017 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/is-server.js:
  (**
   * @license
   * Copyright 2022 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)
*/
