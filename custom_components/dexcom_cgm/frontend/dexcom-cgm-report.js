"use strict";(()=>{var W=globalThis,Y=W.ShadowRoot&&(W.ShadyCSS===void 0||W.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Nt=Symbol(),Ut=new WeakMap,K=class{constructor(t,e,r){if(this._$cssResult$=!0,r!==Nt)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(Y&&t===void 0){let r=e!==void 0&&e.length===1;r&&(t=Ut.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),r&&Ut.set(e,t))}return t}toString(){return this.cssText}},Ht=n=>new K(typeof n=="string"?n:n+"",void 0,Nt);var Ft=(n,t)=>{if(Y)n.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let r=document.createElement("style"),o=W.litNonce;o!==void 0&&r.setAttribute("nonce",o),r.textContent=e.cssText,n.appendChild(r)}},mt=Y?n=>n:n=>n instanceof CSSStyleSheet?(t=>{let e="";for(let r of t.cssRules)e+=r.cssText;return Ht(e)})(n):n;var{is:Ue,defineProperty:Ne,getOwnPropertyDescriptor:He,getOwnPropertyNames:Fe,getOwnPropertySymbols:Ie,getPrototypeOf:je}=Object,Z=globalThis,It=Z.trustedTypes,Ge=It?It.emptyScript:"",Ve=Z.reactiveElementPolyfillSupport,U=(n,t)=>n,dt={toAttribute(n,t){switch(t){case Boolean:n=n?Ge:null;break;case Object:case Array:n=n==null?n:JSON.stringify(n)}return n},fromAttribute(n,t){let e=n;switch(t){case Boolean:e=n!==null;break;case Number:e=n===null?null:Number(n);break;case Object:case Array:try{e=JSON.parse(n)}catch{e=null}}return e}},Gt=(n,t)=>!Ue(n,t),jt={attribute:!0,type:String,converter:dt,reflect:!1,useDefault:!1,hasChanged:Gt};Symbol.metadata??=Symbol("metadata"),Z.litPropertyMetadata??=new WeakMap;var w=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=jt){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let r=Symbol(),o=this.getPropertyDescriptor(t,r,e);o!==void 0&&Ne(this.prototype,t,o)}}static getPropertyDescriptor(t,e,r){let{get:o,set:i}=He(this.prototype,t)??{get(){return this[e]},set(s){this[e]=s}};return{get:o,set(s){let a=o?.call(this);i?.call(this,s),this.requestUpdate(t,a,r)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??jt}static _$Ei(){if(this.hasOwnProperty(U("elementProperties")))return;let t=je(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(U("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(U("properties"))){let e=this.properties,r=[...Fe(e),...Ie(e)];for(let o of r)this.createProperty(o,e[o])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[r,o]of e)this.elementProperties.set(r,o)}this._$Eh=new Map;for(let[e,r]of this.elementProperties){let o=this._$Eu(e,r);o!==void 0&&this._$Eh.set(o,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let r=new Set(t.flat(1/0).reverse());for(let o of r)e.unshift(mt(o))}else t!==void 0&&e.push(mt(t));return e}static _$Eu(t,e){let r=e.attribute;return r===!1?void 0:typeof r=="string"?r:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let r of e.keys())this.hasOwnProperty(r)&&(t.set(r,this[r]),delete this[r]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Ft(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,r){this._$AK(t,r)}_$ET(t,e){let r=this.constructor.elementProperties.get(t),o=this.constructor._$Eu(t,r);if(o!==void 0&&r.reflect===!0){let i=(r.converter?.toAttribute!==void 0?r.converter:dt).toAttribute(e,r.type);this._$Em=t,i==null?this.removeAttribute(o):this.setAttribute(o,i),this._$Em=null}}_$AK(t,e){let r=this.constructor,o=r._$Eh.get(t);if(o!==void 0&&this._$Em!==o){let i=r.getPropertyOptions(o),s=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:dt;this._$Em=o;let a=s.fromAttribute(e,i.type);this[o]=a??this._$Ej?.get(o)??a,this._$Em=null}}requestUpdate(t,e,r,o=!1,i){if(t!==void 0){let s=this.constructor;if(o===!1&&(i=this[t]),r??=s.getPropertyOptions(t),!((r.hasChanged??Gt)(i,e)||r.useDefault&&r.reflect&&i===this._$Ej?.get(t)&&!this.hasAttribute(s._$Eu(t,r))))return;this.C(t,e,r)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:r,reflect:o,wrapped:i},s){r&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,s??e??this[t]),i!==!0||s!==void 0)||(this._$AL.has(t)||(this.hasUpdated||r||(e=void 0),this._$AL.set(t,e)),o===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[o,i]of this._$Ep)this[o]=i;this._$Ep=void 0}let r=this.constructor.elementProperties;if(r.size>0)for(let[o,i]of r){let{wrapped:s}=i,a=this[o];s!==!0||this._$AL.has(o)||a===void 0||this.C(o,void 0,i,a)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(r=>r.hostUpdate?.()),this.update(e)):this._$EM()}catch(r){throw t=!1,this._$EM(),r}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};w.elementStyles=[],w.shadowRootOptions={mode:"open"},w[U("elementProperties")]=new Map,w[U("finalized")]=new Map,Ve?.({ReactiveElement:w}),(Z.reactiveElementVersions??=[]).push("2.1.2");var $t=globalThis,Vt=n=>n,X=$t.trustedTypes,qt=X?X.createPolicy("lit-html",{createHTML:n=>n}):void 0,Jt="$lit$",T=`lit$${Math.random().toFixed(9).slice(2)}$`,Qt="?"+T,qe=`<${Qt}>`,E=document,H=()=>E.createComment(""),F=n=>n===null||typeof n!="object"&&typeof n!="function",bt=Array.isArray,We=n=>bt(n)||typeof n?.[Symbol.iterator]=="function",pt=`[ 	
\f\r]`,N=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Wt=/-->/g,Kt=/>/g,S=RegExp(`>|${pt}(?:([^\\s"'>=/]+)(${pt}*=${pt}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Yt=/'/g,Zt=/"/g,te=/^(?:script|style|textarea|title)$/i,_t=n=>(t,...e)=>({_$litType$:n,strings:t,values:e}),c=_t(1),D=_t(2),On=_t(3),k=Symbol.for("lit-noChange"),u=Symbol.for("lit-nothing"),Xt=new WeakMap,R=E.createTreeWalker(E,129);function ee(n,t){if(!bt(n)||!n.hasOwnProperty("raw"))throw Error("invalid template strings array");return qt!==void 0?qt.createHTML(t):t}var Ke=(n,t)=>{let e=n.length-1,r=[],o,i=t===2?"<svg>":t===3?"<math>":"",s=N;for(let a=0;a<e;a++){let l=n[a],m,p,d=-1,g=0;for(;g<l.length&&(s.lastIndex=g,p=s.exec(l),p!==null);)g=s.lastIndex,s===N?p[1]==="!--"?s=Wt:p[1]!==void 0?s=Kt:p[2]!==void 0?(te.test(p[2])&&(o=RegExp("</"+p[2],"g")),s=S):p[3]!==void 0&&(s=S):s===S?p[0]===">"?(s=o??N,d=-1):p[1]===void 0?d=-2:(d=s.lastIndex-p[2].length,m=p[1],s=p[3]===void 0?S:p[3]==='"'?Zt:Yt):s===Zt||s===Yt?s=S:s===Wt||s===Kt?s=N:(s=S,o=void 0);let h=s===S&&n[a+1].startsWith("/>")?" ":"";i+=s===N?l+qe:d>=0?(r.push(m),l.slice(0,d)+Jt+l.slice(d)+T+h):l+T+(d===-2?a:h)}return[ee(n,i+(n[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),r]},I=class n{constructor({strings:t,_$litType$:e},r){let o;this.parts=[];let i=0,s=0,a=t.length-1,l=this.parts,[m,p]=Ke(t,e);if(this.el=n.createElement(m,r),R.currentNode=this.el.content,e===2||e===3){let d=this.el.content.firstChild;d.replaceWith(...d.childNodes)}for(;(o=R.nextNode())!==null&&l.length<a;){if(o.nodeType===1){if(o.hasAttributes())for(let d of o.getAttributeNames())if(d.endsWith(Jt)){let g=p[s++],h=o.getAttribute(d).split(T),A=/([.?@])?(.*)/.exec(g);l.push({type:1,index:i,name:A[2],strings:h,ctor:A[1]==="."?ht:A[1]==="?"?gt:A[1]==="@"?ft:M}),o.removeAttribute(d)}else d.startsWith(T)&&(l.push({type:6,index:i}),o.removeAttribute(d));if(te.test(o.tagName)){let d=o.textContent.split(T),g=d.length-1;if(g>0){o.textContent=X?X.emptyScript:"";for(let h=0;h<g;h++)o.append(d[h],H()),R.nextNode(),l.push({type:2,index:++i});o.append(d[g],H())}}}else if(o.nodeType===8)if(o.data===Qt)l.push({type:2,index:i});else{let d=-1;for(;(d=o.data.indexOf(T,d+1))!==-1;)l.push({type:7,index:i}),d+=T.length-1}i++}}static createElement(t,e){let r=E.createElement("template");return r.innerHTML=t,r}};function P(n,t,e=n,r){if(t===k)return t;let o=r!==void 0?e._$Co?.[r]:e._$Cl,i=F(t)?void 0:t._$litDirective$;return o?.constructor!==i&&(o?._$AO?.(!1),i===void 0?o=void 0:(o=new i(n),o._$AT(n,e,r)),r!==void 0?(e._$Co??=[])[r]=o:e._$Cl=o),o!==void 0&&(t=P(n,o._$AS(n,t.values),o,r)),t}var ut=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:r}=this._$AD,o=(t?.creationScope??E).importNode(e,!0);R.currentNode=o;let i=R.nextNode(),s=0,a=0,l=r[0];for(;l!==void 0;){if(s===l.index){let m;l.type===2?m=new j(i,i.nextSibling,this,t):l.type===1?m=new l.ctor(i,l.name,l.strings,this,t):l.type===6&&(m=new yt(i,this,t)),this._$AV.push(m),l=r[++a]}s!==l?.index&&(i=R.nextNode(),s++)}return R.currentNode=E,o}p(t){let e=0;for(let r of this._$AV)r!==void 0&&(r.strings!==void 0?(r._$AI(t,r,e),e+=r.strings.length-2):r._$AI(t[e])),e++}},j=class n{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,r,o){this.type=2,this._$AH=u,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=r,this.options=o,this._$Cv=o?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=P(this,t,e),F(t)?t===u||t==null||t===""?(this._$AH!==u&&this._$AR(),this._$AH=u):t!==this._$AH&&t!==k&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):We(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==u&&F(this._$AH)?this._$AA.nextSibling.data=t:this.T(E.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:r}=t,o=typeof r=="number"?this._$AC(t):(r.el===void 0&&(r.el=I.createElement(ee(r.h,r.h[0]),this.options)),r);if(this._$AH?._$AD===o)this._$AH.p(e);else{let i=new ut(o,this),s=i.u(this.options);i.p(e),this.T(s),this._$AH=i}}_$AC(t){let e=Xt.get(t.strings);return e===void 0&&Xt.set(t.strings,e=new I(t)),e}k(t){bt(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,r,o=0;for(let i of t)o===e.length?e.push(r=new n(this.O(H()),this.O(H()),this,this.options)):r=e[o],r._$AI(i),o++;o<e.length&&(this._$AR(r&&r._$AB.nextSibling,o),e.length=o)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let r=Vt(t).nextSibling;Vt(t).remove(),t=r}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},M=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,r,o,i){this.type=1,this._$AH=u,this._$AN=void 0,this.element=t,this.name=e,this._$AM=o,this.options=i,r.length>2||r[0]!==""||r[1]!==""?(this._$AH=Array(r.length-1).fill(new String),this.strings=r):this._$AH=u}_$AI(t,e=this,r,o){let i=this.strings,s=!1;if(i===void 0)t=P(this,t,e,0),s=!F(t)||t!==this._$AH&&t!==k,s&&(this._$AH=t);else{let a=t,l,m;for(t=i[0],l=0;l<i.length-1;l++)m=P(this,a[r+l],e,l),m===k&&(m=this._$AH[l]),s||=!F(m)||m!==this._$AH[l],m===u?t=u:t!==u&&(t+=(m??"")+i[l+1]),this._$AH[l]=m}s&&!o&&this.j(t)}j(t){t===u?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},ht=class extends M{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===u?void 0:t}},gt=class extends M{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==u)}},ft=class extends M{constructor(t,e,r,o,i){super(t,e,r,o,i),this.type=5}_$AI(t,e=this){if((t=P(this,t,e,0)??u)===k)return;let r=this._$AH,o=t===u&&r!==u||t.capture!==r.capture||t.once!==r.once||t.passive!==r.passive,i=t!==u&&(r===u||o);o&&this.element.removeEventListener(this.name,this,r),i&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},yt=class{constructor(t,e,r){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=r}get _$AU(){return this._$AM._$AU}_$AI(t){P(this,t)}};var Ye=$t.litHtmlPolyfillSupport;Ye?.(I,j),($t.litHtmlVersions??=[]).push("3.3.3");var J=(n,t,e)=>{let r=e?.renderBefore??t,o=r._$litPart$;if(o===void 0){let i=e?.renderBefore??null;r._$litPart$=o=new j(t.insertBefore(H(),i),i,void 0,e??{})}return o._$AI(n),o};var vt=globalThis,L=class extends w{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=J(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return k}};L._$litElement$=!0,L.finalized=!0,vt.litElementHydrateSupport?.({LitElement:L});var Ze=vt.litElementPolyfillSupport;Ze?.({LitElement:L});(vt.litElementVersions??=[]).push("4.2.2");function Q(n,t=0){let e=10**t,r=Math.abs(n)*e;return Math.round(r*(1+Number.EPSILON))/e*Math.sign(n)||0}function wt(n,t){return t==="mmol/L"?Q(n/18.016,1):Q(n)}function G(n){return n<=39?"low":n>=401?"high":null}var Xe={comma_decimal:["en-US"],decimal_comma:["de","es","it"],space_comma:["fr","sv","cs"],quote_decimal:["de-CH"],none:["en-US"]};function f(n){return`⁦${n}⁩`}var tt=class{cache=new Map;settings;constructor(t){this.settings=t}number(t,e=0,r=!1){return this.decimals(t,e,"decimal",r?"exceptZero":"auto")}percent(t,e=0){return this.decimals(t/100,e,"percent")}percents(t,e){return`${this.number(t)}–${this.percent(e)}`}decimals(t,e,r,o="auto"){let{numberFormat:i,language:s}=this.settings,a=i==="system"?void 0:Xe[i]??[s];return this.numbers(`${r}${e}${o}`,a,{style:r,minimumFractionDigits:e,maximumFractionDigits:e,useGrouping:i!=="none",signDisplay:o}).format(t)}glucose(t,e){return this.number(wt(t,e),e==="mmol/L"?1:0)}reading(t,e,r){let o=G(t);return o===null?this.glucose(t,e):r[o]}change(t,e){let r=wt(t,e),o=this.number(r,e==="mmol/L"?1:0,!0);return f(r===0?`±${o}`:o.replace("-","−"))}count(t,e,r="short"){return this.numbers(`u${e}${r}`,[this.settings.language],{style:"unit",unit:e,unitDisplay:r,maximumFractionDigits:0}).format(t)}duration(t){let e=Math.round(t),r=Math.floor(e/60),o=e%60;return r===0?this.count(o,"minute"):o===0?this.count(r,"hour"):`${this.count(r,"hour")} ${this.count(o,"minute")}`}time(t,e){let r=this.dates("time",{hour:"numeric",minute:"2-digit"}).format(t*1e3);return e===void 0||this.dayKey(t)===this.dayKey(e)?r:`${this.dates("day",{month:"short",day:"numeric"}).format(t*1e3)}, ${r}`}date(t){return this.dates("date",{weekday:"short",month:"long",day:"numeric"}).format(t*1e3)}day(t){let e={weekday:"short",month:"short",day:"numeric",timeZone:"UTC"};return this.dates("isoDay",e).format(Date.parse(t))}dateRange(t,e){let r={year:"numeric",month:"long",day:"numeric"};return this.dates("dateRange",r).formatRange(t*1e3,e*1e3)}dateTime(t){return this.dates("dateTime",{year:"numeric",month:"short",day:"numeric",hour:"numeric",minute:"2-digit"}).format(t*1e3)}clock(t,e=!1){let r={hour:"numeric",timeZone:"UTC"};return(!e||this.is24Hour)&&(r.minute="2-digit"),this.dates(`clock${e}`,r).format(t*6e4)}minuteOfDay(t){let e=this.dates("parts",{hour:"2-digit",minute:"2-digit",hourCycle:"h23"},"en").formatToParts(t*1e3),r=o=>Number(e.find(i=>i.type===o)?.value??0);return r("hour")*60+r("minute")}get timeZone(){return this.dates("zone",{}).resolvedOptions().timeZone}get is24Hour(){return!this.dates("is24",{hour:"numeric"}).resolvedOptions().hour12}calendarDays(t,e){let[r,o]=[t,e-1].map(i=>{let[s=1,a=1,l=1970]=this.dayKey(i).split("/").map(Number);return Date.UTC(l,s-1,a)});return((o??0)-(r??0))/864e5+1}dayKey(t){return this.dates("key",{year:"numeric",month:"numeric",day:"numeric"},"en").format(t*1e3)}numbers(t,e,r){return this.cached(t,()=>{try{return new Intl.NumberFormat(e,r)}catch{return new Intl.NumberFormat("en",r)}})}dates(t,e,r){return this.cached(t,()=>{let{language:o,timeFormat:i,timeZone:s}=this.settings,a={...e};a.timeZone??=s,e.hour!==void 0&&e.hourCycle===void 0&&(i==="12"&&(a.hourCycle="h12"),i==="24"&&(a.hourCycle="h23"));let l=r??(i==="system"?void 0:o);try{return new Intl.DateTimeFormat(l,a)}catch{return new Intl.DateTimeFormat("en",a)}})}cached(t,e){let r=this.cache.get(t);return r||(r=e(),this.cache.set(t,r)),r}};var ne="dexcom_cgm";var Qn=`component.${ne}.config_panel.`;function Je(n,t){return n.replace(/\{(\w+)\}/g,(e,r)=>t[r]??e)}function re(n){return(t,e={})=>Je(n[t]??t,e)}var oe="@page{size:portrait;margin:10mm}:root{--ink: #16191d;--muted: #555b63;--line: #b9bfc6;--faint: #e3e6ea;--zone: #edf5f3;--band: #1f5fa8;--inner: #86aad6;--outer: #cbdcf0;--in-range: #00766a;--low: #c2185b;--high: #9a5b00;--day: 15mm;color-scheme:light}*{box-sizing:border-box}html{print-color-adjust:exact;-webkit-print-color-adjust:exact;-webkit-text-size-adjust:100%;text-size-adjust:100%}body{margin:0;color:var(--ink);background:#fff;font:8pt/1.3 Helvetica Neue,Helvetica,Arial,Liberation Sans,Noto Sans,sans-serif;font-variant-numeric:tabular-nums}.sheet{display:flex;flex-direction:column;gap:2.6mm;width:190mm;min-height:258.5mm;margin:0 auto}h1,h2,p,dl,dd,ul{margin:0}h1{font-size:19pt;font-weight:700;line-height:1.1;letter-spacing:-.01em}h2{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 2mm;margin-bottom:1.4mm;padding-bottom:.6mm;border-bottom:.25mm solid var(--ink);font-size:9.5pt;font-weight:700}small{color:var(--muted);font-size:7pt;font-weight:400}table{width:100%;border-collapse:collapse}th,td{padding:.5mm 0;text-align:start;font-weight:400}td+td,th+th,th+td{padding-inline-start:2mm}tr+tr>*,tbody tr:first-child>*{border-top:.2mm solid var(--faint)}thead th{vertical-align:bottom;color:var(--muted);font-size:7pt;line-height:1.15}tbody>tr>*{vertical-align:baseline}.number,thead th+th{text-align:end;white-space:nowrap}thead th+th{white-space:normal}.note{margin-top:.8mm;color:var(--muted);font-size:6.8pt;line-height:1.25}.empty{padding:3mm;border:.2mm solid var(--line);color:var(--muted)}.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.columns{display:flex;gap:6mm}.heading{display:grid;grid-template-columns:auto 1fr;align-items:end;gap:2.4mm 8mm}.person{display:flex;gap:5mm}.blank{flex:2;padding-bottom:.6mm;border-bottom:.25mm solid var(--ink);color:var(--muted);font-size:7pt;white-space:nowrap}.blank.name{flex:3}.facts{display:flex;flex-wrap:wrap;grid-column:1 / -1;gap:.6mm 7mm}.facts div{display:flex;align-items:baseline;gap:1.5mm}.facts dt{color:var(--muted)}.facts dd{font-weight:700}.ranges{flex:1}.statistics{width:70mm}.bar{display:flex;gap:.4mm;height:9mm;margin-bottom:1mm}.ranges tr>*{padding-block:.9mm}.part{position:relative;flex-basis:0;min-width:1mm;overflow:hidden}.part .fill{display:block;width:100%;height:100%}.part span{position:absolute;inset:0;display:flex;align-items:center;justify-content:center;color:#fff;font-size:11pt;font-weight:700}.ranges tbody th{position:relative;padding-inline-start:5.2mm}.swatch{position:absolute;inset-inline-start:0;top:1.2mm;width:4mm;height:2.8mm}.ranges b{font-size:9.5pt}.ranges th small{white-space:nowrap}.goal{display:flex;gap:2mm;justify-content:space-between}.met{min-width:15mm;white-space:nowrap}.met svg{width:2.6mm;height:2.6mm;vertical-align:-.35mm}.statistics dl>div{display:flex;align-items:baseline;justify-content:space-between;gap:3mm;padding:.5mm 0}.statistics dl>div+div{border-top:.2mm solid var(--faint)}.statistics dd{font-weight:700;white-space:nowrap}.statistics small{display:inline-block;line-height:1.2}.legend{display:inline-flex;flex-wrap:wrap;gap:0 3.5mm;margin-inline-start:auto;color:var(--muted);font-size:7pt;font-weight:400}.legend>span{display:inline-flex;align-items:center;gap:1mm}.legend i{width:5mm;height:2.4mm}.legend .inner{background:var(--inner)}.legend .outer{border:.2mm dashed var(--band);background:var(--outer)}.legend .median{height:.7mm;background:var(--band)}.legend .target{border-block:.3mm solid var(--in-range);background:var(--zone)}.area{position:relative}.area svg{position:absolute;inset:0;width:100%;height:100%}.area path{fill:none;vector-effect:non-scaling-stroke}.area .zone{fill:var(--zone)}.area .grid{stroke:var(--line);stroke-width:.15mm}.area .limit{stroke:var(--in-range);stroke-width:.3mm}.profile.drawn{display:flex;flex:1;flex-direction:column}.plot{display:flex;flex:1;flex-direction:column;padding:1mm 3mm 3.6mm 9mm}.plot .area{flex:1;min-height:30mm}.plot .outer{fill:var(--outer);fill-opacity:.85;stroke:var(--band);stroke-dasharray:.7mm .5mm;stroke-width:.15mm}.plot .inner{fill:var(--inner);fill-opacity:.85}.plot .median{stroke:var(--band);stroke-linejoin:round;stroke-width:.75mm}.plot .thin{stroke-dasharray:.3mm .9mm;stroke-linecap:round}.value,.time{position:absolute;color:var(--muted);font-size:6.8pt;line-height:1;white-space:nowrap}.value{right:100%;margin-right:1.2mm;transform:translateY(50%)}.value.limit{color:var(--ink);font-weight:700}.time{top:100%;margin-top:1mm;transform:translate(-50%)}.days{display:grid;gap:1.6mm}.days .row{display:grid;grid-template-columns:5mm repeat(7,1fr);column-gap:1.4mm;direction:ltr}.days .axis{position:relative;height:var(--day);margin-top:3.4mm}.days .value{right:0}.day .head{display:flex;gap:1mm;height:3.4mm;font-size:6.6pt;white-space:nowrap}.day .head b{font-weight:700}.day .head em{color:var(--muted);font-style:normal}.day .head span{margin-inline-start:auto}.day .area{height:var(--day);border:.15mm solid var(--line)}.day .trace{stroke:var(--ink);stroke-linejoin:round;stroke-width:.3mm}.day .limit{stroke-width:.15mm}.day .above{fill:#efc27c}.day .below{fill:var(--low)}.none{position:absolute;inset:0;display:flex;align-items:center;justify-content:center;color:var(--muted);font-size:6.8pt}.lanes{position:relative;height:4.4mm;border:.15mm solid var(--line);border-top:0}.lanes i{position:absolute;top:.2mm;transform:translate(-50%);line-height:0}.lanes .lower{top:2.2mm}.glyph{width:2mm;height:2mm;overflow:visible;fill:var(--ink);stroke:var(--ink);stroke-width:1.6}.glyph.carbs{fill:var(--high);stroke:var(--high)}.glyph.long_acting_insulin,.glyph.exercise{fill:#fff}.lows{width:67mm}.lows tbody th small{display:block}.patterns{flex:1}.patterns .columns{gap:4mm}.patterns ul{flex:1;padding:0;list-style:none}.patterns .columns table{flex:1.3;align-self:flex-start;width:auto}.recurring{direction:ltr;margin-bottom:1.6mm;table-layout:fixed}.recurring th:first-child{width:21mm}.recurring th+th,.recurring td{padding-inline:.6mm 0;border-inline-start:.2mm solid var(--line);text-align:start;white-space:nowrap}.recurring .found{background:var(--faint);font-weight:700}.patterns tbody th,.lows tbody th{white-space:nowrap}.sheet.short{--day: 26mm}.basis{margin-top:auto;padding-top:1mm;border-top:.25mm solid var(--ink);color:var(--muted);font-size:6.8pt;line-height:1.25}.basis h2{display:inline;margin:0;padding:0;border:0;color:var(--ink);font-size:inherit}.basis p{display:inline}@media print{.toolbar,.hidden{display:none}}@media print and (max-aspect-ratio:72 / 100)and (min-height:265mm){.sheet{--day: 18mm;min-height:276mm}}";function ie(n){let t=n.documentElement.cloneNode(!0);for(let e of t.querySelectorAll(".toolbar"))e.remove();return`<!doctype html>
${t.outerHTML}
`}function se(n,t){let e=URL.createObjectURL(new Blob([n],{type:"text/html"})),r=document.createElement("a");r.href=e,r.download=t,r.click(),setTimeout(()=>URL.revokeObjectURL(e),6e4)}var ae="@media screen{body{background:#d9dce0}.toolbar{position:sticky;top:0;z-index:1;display:flex;justify-content:center;gap:12px;padding:10px;background:#22262b}.toolbar button{min-height:40px;padding:0 22px;border:1px solid #fff;border-radius:20px;color:#fff;background:none;font:600 15px/1.2 system-ui,sans-serif;cursor:pointer}.toolbar .print{color:#22262b;background:#fff}.toolbar button:focus-visible{outline:3px solid #7db5f0;outline-offset:2px}.sheet{--day: 18mm;position:relative;width:210mm;min-height:297mm;margin:24px auto;padding:10mm;background:#fff;box-shadow:0 1px 8px #0000004d}}@media screen and (max-width:800px){body{background:#fff;font-size:15px}.sheet{gap:28px;width:auto;min-height:0;margin:0;padding:16px;box-shadow:none}h1{font-size:26px}h2{font-size:18px}small,thead th,.blank,.note,.legend,.basis{font-size:13px}th,td,.statistics dl>div{padding-block:6px;vertical-align:top}.columns,.person{flex-direction:column;gap:28px}.heading{grid-template-columns:1fr}.facts{flex-direction:column;gap:6px}.facts div{justify-content:space-between}.statistics,.lows{width:auto}.ranges b{font-size:16px}.bar{height:36px;margin-bottom:8px}.part span{font-size:17px}.ranges tbody th{padding-inline-start:26px}.swatch{top:8px;width:18px;height:13px}.goal{display:block}.met{display:block;font-size:13px}.met svg{width:12px;height:12px}.plot{padding:8px 12px 24px 32px}.plot .area{flex:none;height:220px}.value,.time,.none{font-size:11px}.time:nth-of-type(2n){display:none}.days{grid-template-columns:repeat(2,1fr);gap:10px 8px}.days .row{display:contents}.days .axis{display:none}.day .head{height:20px;font-size:13px}.day .area{height:96px;border:1px solid var(--line)}.lanes{height:28px;border:1px solid var(--line);border-top:0}.lanes .lower{top:15px}.glyph{width:11px;height:11px}}";var xt=["carbs","fast_acting_insulin","long_acting_insulin","insulin","exercise"];function en(n,t,e){if(n.value===null)return"";let r=[0,1].find(i=>Number(n.value?.toFixed(i))===n.value)??2,o=t.number(n.value,r);switch(n.unit){case"grams":return e("events.grams",{value:o});case"units":return e("events.units",{value:o});case"minutes":return t.count(n.value,"minute");default:return n.unit?`${o} ${n.unit}`:o}}function le(n,t,e){return`${e(`events.${n.type}`)} ${en(n,t,e)}`.trim()}function b(n){return Math.round(n*10)/10}function ce(n,t,e,r,o){let i=[...t.map(a=>({value:a,kind:"target"})),...e.map(a=>({value:a,kind:"threshold"})),...r.map(a=>({value:a,kind:"plain"}))],s=[];for(let a of i)s.every(l=>Math.abs(n(l.value)-n(a.value))>=o)&&s.push(a);return s}var At=960;function me(n,t=At){let e=[],r=0;for(let o=1;o<=n.length;o+=1)(o===n.length||n[o]-n[o-1]>t)&&(e.push({from:r,to:o}),r=o);return e}function Tt(n,t,e,r=At){let{times:o,values:i}=n,s="";for(let{from:a,to:l}of me(o,r)){for(let m=a;m<l;m+=1)s+=`${m===a?"M":"L"}${b(t(o[m]))} ${b(e(i[m]))}`;l-a===1&&(s+="h0")}return s}function St({times:n,values:t},e,r,o,i,s=At){let a=d=>r==="high"?d-e:e-d,l=b(i(e)),m="",p=!1;for(let{from:d,to:g}of me(n,s)){for(let h=d;h<g;h+=1){let A=n[h],at=t[h],lt=a(at)>0;if(lt!==p){let ct=b(o(A));if(h>d){let Bt=n[h-1],zt=a(t[h-1]);ct=b(o(Bt+(A-Bt)*zt/(zt-a(at))))}m+=p?`L${ct} ${l}z`:`M${ct} ${l}`,p=lt}lt&&(m+=`L${b(o(A))} ${b(i(at))}`)}p&&(m+=`L${b(o(n[g-1]))} ${l}z`),p=!1}return m}function de(n){return D`<svg class="mark" width="14" height="14" viewBox="0 0 16 16" aria-hidden="true"
fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><path d=${n?"M3 8.5l3.5 3.5L13 4.5":"M4 4l8 8M12 4l-8 8"} /></svg>`}function pe(n,t,e){switch(n){case"carbs":return`M${t-4} ${e}a4 4 0 1 1 8 0a4 4 0 1 1-8 0`;case"exercise":return`M${t-4} ${e-4}h8v8h-8z`;case"insulin":return`M${t-1.5} ${e-5}h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z`;default:return`M${t} ${e-5}l5 5-5 5-5-5z`}}var V={days:14,share:70};function C({data:n,format:t},e){return e===null?"–":`${t.glucose(e,n.unit)} ${n.unit}`}function $({format:n},t,e=1){return t===null?"–":n.percent(t,e)}var v=1440,_=350,et=16,x=n=>n,y=n=>_-Math.min(n,_);function nt({target:n},t){let e=[n.low,n.high];return ce(y,e,[_],[250,0],t).map(r=>r.value)}function rt(n,{target:t,unit:e},r){return n.map(o=>{let i=o===t.low||o===t.high;return c`<span
class="value ${i?"limit":""}"
style="bottom:${o/_*100}%"
>${r.glucose(o,e)}</span
>`})}function q(n,t){return n.map(e=>`M0 ${y(e)}H${t}`).join("")}function ot(n){return n.map(t=>`M${t} 0V${_}`).join("")}var he=[6,12,18],ue=7,nn=["carbs","exercise"];function it(n){return n.events.filter(t=>xt.includes(t.type))}function Rt({readings:n,length:t}){return n>=t/5*V.share/100}function ge(n){return c`<svg viewBox="-6 -6 12 12" class="glyph ${n}" aria-hidden="true">
${D`<path d=${pe(n,0,0)} />`}
</svg>`}function fe(n){let{data:t,format:e,t:r}=n,o=t.daily.some(p=>it(p).length>0),i=nt(t,60).filter(p=>p>0&&p!==250),s=t.days>t.daily.length,a=r("report.last_days",{days:e.count(t.daily.length,"day","long")}),l=[];t.daily.some(p=>p.value.some(d=>d>_))&&l.push(r("report.edge",{value:e.glucose(_,t.unit)})),t.events_known||l.push(r("report.events_unknown"));let m=[0,ue].filter(p=>p<t.daily.length);return c`<section class="daily">
<h2>
${r("report.daily")} <small>${s?`${a} · `:""}${t.unit}</small>
${rn(n)}
</h2>
<div class="days ${o?"":"bare"}" aria-hidden="true">
${m.map(p=>c`<div class="row">
<div class="axis">${rt(i,t,e)}</div>
${t.daily.slice(p,p+ue).map(d=>on(n,d,o))}
</div>`)}
</div>
${ln(n)}
${l.length>0?c`<p class="note">${l.join(" ")}</p>`:u}
</section>`}function rn({data:n,format:t,t:e}){let r=new Set(n.daily.flatMap(i=>it(i).map(s=>s.type))),o=he.map(i=>t.clock(i*60,!0)).join(", ");return c`<span class="legend">
${xt.filter(i=>r.has(i)).map(i=>c`<span>${ge(i)}${e(`events.${i}`)}</span>`)}
<span>${e("report.lines",{times:o})}</span>
<span>${e("report.in_range_share")}</span>
</span>`}function on(n,t,e){let{data:r,format:o,t:i}=n,{length:s}=t,a=Rt(t),l=s!==v&&s%60===0;return c`<div class="day">
<div class="head">
<b>${o.day(t.day)}</b>
${l?c`<em>${i("hours_short",{hours:o.number(s/60)})}</em>`:u}
<span>${a?$(n,t.in_range,0):""}</span>
</div>
<div class="area" dir="ltr">
${t.readings>0?sn(r,t):c`<span class="none">${i("graph.empty")}</span>`}
</div>
${e?c`<div class="lanes" dir="ltr">
${it(t).map(m=>c`<i
class=${nn.includes(m.type)?"upper":"lower"}
style="left:${m.minute/s*100}%"
>${ge(m.type)}</i
>`)}
</div>`:u}
</div>`}function sn({target:{low:n,high:t}},e){let{length:r}=e,o={times:e.minute,values:e.value},i=he.map(s=>s*60+r-v);return c`<svg viewBox="0 0 ${r} ${_}" preserveAspectRatio="none">
<path class="zone" d="M0 ${y(t)}H${r}V${y(n)}H0z" />
<path class="grid" d=${ot(i)} />
<path class="above" d=${St(o,t,"high",x,y,et)} />
<path class="below" d=${St(o,n,"low",x,y,et)} />
<path class="limit" d=${q([n,t],r)} />
<path class="trace" d=${Tt(o,x,y,et)} />
</svg>`}function an({data:n,format:t,t:e},r){return r.readings===0?e("graph.empty"):r.mean===null||!Rt(r)?"–":t.glucose(r.mean,n.unit)}function ln(n){let{data:t,format:e,t:r}=n;return c`<div class="hidden"><table>
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
${t.daily.map(o=>c`<tr>
<th scope="row">${e.day(o.day)}</th>
<td>${an(n,o)}</td>
<td>${Rt(o)?$(n,o.in_range,0):"–"}</td>
<td>
${it(o).map(i=>le({...i,time:0},e,r)).join(", ")}
</td>
</tr>`)}
</tbody>
</table></div>`}function $e(n){let{data:t,format:e,t:r}=n,o=a=>a===null?"–":e.duration(a),i=a=>c`<tr>
<th scope="row">
${r("report.below",{value:e.glucose(a.below,t.unit)})}
<small>${r("report.level",{level:e.number(a.level)})}</small>
</th>
<td class="number">${a.episodes===null?"–":e.number(a.episodes)}</td>
<td class="number">
<b>${a.per_week===null?"–":e.number(a.per_week,1)}</b>
</td>
<td class="number">${o(a.median_minutes)}</td>
<td class="number">
${a.may_be_longer>0?"≥ ":""}${o(a.longest_minutes)}
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
${t.lows.map(i)}
</tbody>
</table>
<p class="note">${s?`${r("report.no_episode")} `:""}${r("report.lows_note")}</p>
</section>`}function be(n){let{data:t,format:e,t:r}=n,{rule:o,night:i,day:s,weekday:a,weekend:l}=t.patterns;if(t.days_with_data<o.required_days||i===null&&s===null){let d=e.count(o.required_days,"day","long");return c`<section class="patterns">
<h2>${r("report.patterns")}</h2>
<p class="empty">${r("report.too_few",{days:d})}</p>
</section>`}let m=d=>e.clock(d*60,!0),p=[[r("report.night"),f(`${m(0)}–${m(6)}`),i],[r("report.day"),f(`${m(6)}–${m(24)}`),s],[r("report.weekday"),"",a],[r("report.weekend"),"",l]];return c`<section class="patterns">
<h2>${r("report.patterns")} <small>${t.unit}</small></h2>
${cn(n)}
<div class="columns">
<ul>
${ye(n,r("report.best_day"),t.patterns.best_day)}
${ye(n,r("report.worst_day"),t.patterns.worst_day)}
<li class="note">
${r("report.rule",{time:e.duration(o.block_minutes),share:e.percent(o.minimum_share),minutes:e.duration(o.high_minutes),days:e.count(o.minimum_days,"day","long")})}
</li>
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
${p.map(([d,g,h])=>c`<tr>
<th scope="row">${d} <small>${g}</small></th>
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
</section>`}function cn({data:n,format:t,t:e}){let{recurring:r,rule:o}=n.patterns;if(r.length===0)return c`<p>${e("report.no_recurring")}</p>`;let i=Array.from({length:v/o.block_minutes},(l,m)=>m*o.block_minutes),s=l=>t.clock(l,l%60===0),a=(l,m)=>c`<tr>
<th scope="row">${m}</th>
${i.map(p=>{let d=r.find(g=>g.kind===l&&g.from===p);return c`<td class=${d?"found":""}>
${d?f(`${t.number(d.days)}/${t.number(d.of_days)}`):""}
</td>`})}
</tr>`;return c`<table class="recurring">
<thead>
<tr>
<th scope="col">${e("report.recurring")}</th>
${i.map(l=>c`<th scope="col">
${s(l)}<span class="hidden">–${s(l+o.block_minutes)}</span>
</th>`)}
</tr>
</thead>
<tbody>
${a("high",e("report.above",{value:t.glucose(o.high_above,n.unit)}))}
${a("low",e("report.below",{value:t.glucose(o.low_below,n.unit)}))}
</tbody>
</table>`}function ye(n,t,e){return e?c`<li>
${t}: <b>${n.format.day(e.day)}</b>, ${$(n,e.in_range)},
${C(n,e.mean)}
</li>`:u}var _e=1440,st=5,kt=7;function ve(n){let t=n[0],e=n.at(-1);return!t||!e?[]:[{...e,center:e.center-_e},...n,{...t,center:t.center+_e}]}function we(n,t){let e=[],r;for(let o of n)t(o)?r?r.push(o):(r=[o],e.push(r)):r=void 0;return e}function O(n){return n.p50!==null&&n.days>=st}var mn=["p5","p25","p50","p75","p95"];function xe(n){return n.map((t,e)=>{let r=n.at(e-1),o=n[(e+1)%n.length];if(!r||!o||![r,t,o].every(O))return t;let i={...t};for(let s of mn){let[a,l,m]=[r[s],t[s],o[s]];a!==null&&l!==null&&m!==null&&(i[s]=(a+4*l+m)/6)}return i})}function Et(n,t,e,r){return n.map(o=>`${b(e(o.center))} ${b(r(o[t]??0))}`)}function Pt(n,t,e,r,o){return we(n,O).map(i=>`M${Et(i,e,r,o).join("L")}L${Et(i,t,r,o).reverse().join("L")}z`).join("")}function Mt(n,t,e,r){let o=(s,a)=>s.p50!==null&&(t?O(s):!O(s)||[n[a-1],n[a+1]].some(l=>l?.p50!=null&&!O(l))),i=new Set(n.filter(o));return we(n,s=>i.has(s)).map(s=>`M${Et(s,"p50",e,r).join("L")}${s.length===1?"h0":""}`).join("")}function Ae(n){return n.some(t=>!O(t))}var Te=[0,3,6,9,12,15,18,21,24];function Dt({profile:n}){return n.days_with_data>=kt}function Se(n){let{data:t,format:e,t:r}=n,o=kt-t.profile.days_with_data,i=Dt(t);return c`<section class="profile ${i?"drawn":""}">
<h2>
${r("profile.title")} <small>${t.unit}</small>
${i?dn(n):u}
</h2>
${i?c`${pn(n)} ${hn(n)}`:c`<p class="empty">
${r("profile.too_few")}. ${r("profile.missing",{days:e.number(o)})}
</p>`}
</section>`}function dn({data:n,format:t,t:e}){let r=i=>t.glucose(i,n.unit),o=f(`${r(n.target.low)}–${r(n.target.high)}`);return c`<span class="legend">
<span><i class="median"></i>${e("profile.median")}</span>
<span><i class="inner"></i>${f(t.percents(25,75))}</span>
<span><i class="outer"></i>${f(t.percents(5,95))}</span>
<span><i class="target"></i>${e("report.target",{limits:o})}</span>
</span>`}function pn(n){let{data:t,format:e,t:r}=n,o=ve(xe(t.profile.bins)),i=nt(t,20),{low:s,high:a}=t.target;return c`<div class="plot" dir="ltr">
<div class="area">
${rt(i,t,e)}
<svg
viewBox="0 0 ${v} ${_}"
preserveAspectRatio="none"
role="img"
aria-label=${r("profile.label")}
>
<path class="zone" d="M0 ${y(a)}H${v}V${y(s)}H0z" />
<path class="grid" d="${q([0,250,_],v)}${ot(Te.map(l=>l*60))}" />
<path class="outer" d=${Pt(o,"p5","p95",x,y)} />
<path class="inner" d=${Pt(o,"p25","p75",x,y)} />
<path class="limit" d=${q([s,a],v)} />
<path class="median" d=${Mt(o,!0,x,y)} />
<path class="median thin" d=${Mt(o,!1,x,y)} />
</svg>
${Te.map(l=>c`<span class="time" style="left:${l/24*100}%"
>${e.clock(l*60,!0)}</span
>`)}
</div>
</div>
<p class="note">${un(n)}</p>`}function un({data:n,format:t,t:e}){let r=t.count(n.profile.days_with_data,"day","long"),o=[e("profile.rests_on",{days:r})];return Ae(n.profile.bins)&&o.push(e("profile.thin",{days:t.count(st,"day","long")})),o.join(" ")}function hn({data:n,format:t,t:e}){let r=n.profile.bins.filter(i=>i.minute%120===0),o=(i,s)=>{let a=i[s],l=s==="p50"||i.days>=st;return a===null||!l?"–":t.glucose(a,n.unit)};return c`<div class="hidden"><table>
<caption>
${e("profile.title")}, ${n.unit}
</caption>
<thead>
<tr>
<th scope="col">${e("report.time_of_day")}</th>
${[5,25].map(i=>c`<th scope="col">${t.percent(i)}</th>`)}
<th scope="col">${e("profile.median")}</th>
${[75,95].map(i=>c`<th scope="col">${t.percent(i)}</th>`)}
</tr>
</thead>
<tbody>
${r.map(i=>c`<tr>
<th scope="row">${t.clock(i.minute)}</th>
${["p5","p25","p50","p75","p95"].map(s=>c`<td>${o(i,s)}</td>`)}
</tr>`)}
</tbody>
</table></div>`}var gn={very_low:"time_very_low",low:"time_below_range",in_range:"time_in_range",high:"time_above_range",very_high:"time_very_high"};function Lt(n,t){return t.find(e=>e.measure===gn[n.key])}function Ct(n){return n.key==="low"||n.key==="high"}function Re(n){if(!n||n.share===null)return 1;for(let t=1;t<3;t+=1)if(Q(n.share,t)!==n.limit||n.share===n.limit)return t;return 3}function Ot(n,t,e){return n.share===null?"–":e.percent(n.share,Ct(n)?1:Re(t))}function Ee({from:n,to:t},e,r){let o=i=>e.glucose(i,r);return n===null&&t!==null?f(`< ${o(t+1)}`):t===null&&n!==null?f(`> ${o(n-1)}`):f(`${o(n??0)}–${o(t??0)}`)}function ke(n,t,e,r){let o=n.is_minimum?">":"<",i=f(`${o} ${e.percent(n.limit,n.limit%1?1:0)}`);return r(Ct(t)?`range.goal_${t.key}`:"range.goal_one",{limit:i})}function Pe(n,t,e){return!Ct(t)||n.share===null?"":` (${e.percent(n.share,Re(n))})`}var B={"very-low":"#8a0c42",low:"#c2185b","in-range":"#00766a",high:"#9a5b00","very-high":"#6f3d00"};var fn={very_low:{color:B["very-low"],lean:"forward",width:4},low:{color:B.low,lean:"forward",width:1.8},in_range:{color:B["in-range"]},high:{color:B.high,lean:"backward",width:1.8},very_high:{color:B["very-high"],lean:"backward",width:4}},yn=800,z=40;function $n(n,t){let[e,r]=n==="forward"?[z,-z]:[0,z],o="";for(let i=-z;i<t;i+=7)o+=`M${i} ${e}l${z} ${r}`;return o}function Me(n,t,e){let{color:r,lean:o,width:i}=fn[n];return c`<svg class=${t} aria-hidden="true" fill=${o?"#fff":r} stroke=${r}>
<rect width="100%" height="100%" />
${o?D`<path d=${$n(o,e)} stroke-width=${i} />`:u}
</svg>`}function bn({data:n,format:t}){return c`<div class="bar" aria-hidden="true" dir="ltr">
${n.bands.map(e=>e.share?c`<div class="part" style="flex-grow:${e.share}">
${Me(e.key,"fill",yn)}
${e.key==="in_range"&&e.share>12?c`<span>${Ot(e,Lt(e,n.goals),t)}</span>`:u}
</div>`:u)}
</div>`}function _n({format:n,t},e,r){let o=e.is_met;return c`<div class="goal">
<span>${ke(e,r,n,t)}<small>${Pe(e,r,n)}</small></span>
${o===null?u:c`<span class="met">${de(o)} ${t(o?"range.met":"range.unmet")}</span>`}
</div>`}function vn(n,t){let{data:e,format:r,t:o}=n,i=Lt(t,e.goals);return c`<tr class=${t.key}>
<th scope="row">
${Me(t.key,"swatch",z)} ${o(`bands.${t.key}`)}
<small>${Ee(t,r,e.unit)}</small>
</th>
<td class="number"><b>${Ot(t,i,r)}</b></td>
<td class="number">
${t.minutes_per_day===null?"–":o("range.per_day",{time:r.duration(t.minutes_per_day)})}
</td>
<td>${i?_n(n,i,t):u}</td>
</tr>`}function De(n){let{data:t,t:e}=n;return c`<section class="ranges">
<h2>
${e("range.title")}
<small>${e("form.targets")}: ${e(`form.targets_${t.targets}`)} · ${t.unit}</small>
</h2>
${bn(n)}
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
${t.bands.map(r=>vn(n,r)).reverse()}
</tbody>
</table>
${t.is_sufficient?u:c`<p class="note">${wn(n)}</p>`}
</section>`}function wn({format:n,t}){let e={days:n.count(V.days,"day","long"),share:n.percent(V.share)};return`${t("range.insufficient")} ${t("report.needed",e)}`}var xn=36;function Le({data:n,format:t,t:e},r){if(!r)return"–";let o={low:e("value.low"),high:e("value.high")},i=t.reading(r.value,n.unit,o);return G(r.value)?i:`${i} ${n.unit}`}function Ce(n){let{data:t,format:e,t:r}=n,o=t.q1===null||t.q3===null?"–":`${f(`${e.glucose(t.q1,t.unit)}–${e.glucose(t.q3,t.unit)}`)} ${t.unit}`,i=l=>l?e.dateTime(l.time):"",s=t.gmi===null?"":r("report.gmi_note"),a=[[r("range.mean"),C(n,t.mean),""],[r("report.gmi"),$(n,t.gmi),s],[r("report.cv"),$(n,t.variability),r("report.cv_stable",{limit:e.percent(xn)})],[r("report.sd"),C(n,t.standard_deviation),""],[r("report.median"),C(n,t.median),""],[r("report.quartiles"),o,""],[r("report.lowest"),Le(n,t.lowest),i(t.lowest)],[r("report.highest"),Le(n,t.highest),i(t.highest)]];return c`<section class="statistics">
<h2>${r("report.statistics")}</h2>
<dl>
${a.map(([l,m,p])=>c`<div>
<dt>${l} ${p?c`<small>${p}</small>`:u}</dt>
<dd>${m}</dd>
</div>`)}
</dl>
</section>`}function Oe(n){let{data:t,t:e}=n;return c`<main class="sheet ${Dt(t)?"":"short"}">
${An(n)}
${t.readings===0?c`<p class="empty">${e("range.no_readings")}</p>`:c`<div class="columns">${De(n)} ${Ce(n)}</div>
${Se(n)} ${fe(n)}
<div class="columns findings">${$e(n)} ${be(n)}</div>`}
${Tn(n)}
</main>`}function An(n){let{data:t,format:e,t:r}=n,o=[[r("report.period"),`${e.dateRange(t.start,t.end)} (${e.count(t.days,"day","long")})`],[r("report.days_with_data"),r("report.of",{part:e.number(t.days_with_data),all:e.number(e.calendarDays(t.start,t.end))})],[r("range.cgm_active"),$(n,t.cgm_active)]];return c`<header class="heading">
<h1>${r("report.title")}</h1>
<div class="person">
<span class="blank name">${r("report.name")}</span>
<span class="blank">${r("report.birth")}</span>
</div>
<dl class="facts">
${o.map(([i,s])=>c`<div>
<dt>${i}</dt>
<dd>${s}</dd>
</div>`)}
</dl>
</header>`}function Tn(n){let{data:t,format:e,t:r}=n,o=e.dateTime(t.start),i=e.dateTime(t.end),s=t.cgm_active===null?null:Math.max(0,100-t.cgm_active),a=t.readings===0?r("report.no_readings",{start:o,end:i}):r("report.readings",{readings:e.number(t.readings),start:o,end:i,missing:$(n,s),zone:t.time_zone}),l=r("report.created",{time:e.dateTime(t.generated),title:t.title}),m=t.history_loaded<100?r("report.history_loading",{percent:e.percent(t.history_loaded)}):"";return c`<footer class="basis">
<h2>${r("report.basis")}</h2>
<p>${a} ${m} ${l}</p>
</footer>`}function Sn(n){let t=new tt({language:n.language,numberFormat:n.locale?.number_format??"language",timeFormat:n.locale?.time_format??"language",timeZone:n.time_zone});return{data:n,format:t,t:re(n.texts)}}function Rn(){return typeof window.print=="function"&&!navigator.userAgent.includes("; wv)")}function En({data:n},t){let e=new Date(n.generated*1e3).toISOString().slice(0,10),r=()=>se(ie(document),`glucose-report-${e}.html`);return c`<header class="toolbar">
${Rn()?c`<button type="button" class="print" @click=${()=>window.print()}>
${t("report.print")}
</button>`:u}
<button type="button" class="download" @click=${r}>${t("report.download")}</button>
</header>`}function Be(n,t,e){document.getElementById(t)?.remove(),n.id=t,e.append(n)}function kn(n){let t=Sn(n),e=document.createElement("style");e.textContent=`${oe}
${ae}`,Be(e,"style",document.head);let r=document.createElement("div");J(c`${En(t,t.t)} ${Oe(t)}`,r),Be(r,"report",document.body)}function ze(){let n=document.getElementById("data");n&&kn(JSON.parse(n.textContent??""))}document.readyState==="loading"?document.addEventListener("DOMContentLoaded",ze):ze();})();
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
