var G=globalThis,K=G.ShadowRoot&&(G.ShadyCSS===void 0||G.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Bt=Symbol(),Ot=new WeakMap,W=class{constructor(t,e,r){if(this._$cssResult$=!0,r!==Bt)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(K&&t===void 0){let r=e!==void 0&&e.length===1;r&&(t=Ot.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),r&&Ot.set(e,t))}return t}toString(){return this.cssText}},zt=n=>new W(typeof n=="string"?n:n+"",void 0,Bt);var Ut=(n,t)=>{if(K)n.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let r=document.createElement("style"),i=G.litNonce;i!==void 0&&r.setAttribute("nonce",i),r.textContent=e.cssText,n.appendChild(r)}},ct=K?n=>n:n=>n instanceof CSSStyleSheet?(t=>{let e="";for(let r of t.cssRules)e+=r.cssText;return zt(e)})(n):n;var{is:Ue,defineProperty:Ne,getOwnPropertyDescriptor:He,getOwnPropertyNames:Fe,getOwnPropertySymbols:Ie,getPrototypeOf:je}=Object,Y=globalThis,Nt=Y.trustedTypes,Ve=Nt?Nt.emptyScript:"",qe=Y.reactiveElementPolyfillSupport,z=(n,t)=>n,mt={toAttribute(n,t){switch(t){case Boolean:n=n?Ve:null;break;case Object:case Array:n=n==null?n:JSON.stringify(n)}return n},fromAttribute(n,t){let e=n;switch(t){case Boolean:e=n!==null;break;case Number:e=n===null?null:Number(n);break;case Object:case Array:try{e=JSON.parse(n)}catch{e=null}}return e}},Ft=(n,t)=>!Ue(n,t),Ht={attribute:!0,type:String,converter:mt,reflect:!1,useDefault:!1,hasChanged:Ft};Symbol.metadata??=Symbol("metadata"),Y.litPropertyMetadata??=new WeakMap;var w=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=Ht){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let r=Symbol(),i=this.getPropertyDescriptor(t,r,e);i!==void 0&&Ne(this.prototype,t,i)}}static getPropertyDescriptor(t,e,r){let{get:i,set:o}=He(this.prototype,t)??{get(){return this[e]},set(s){this[e]=s}};return{get:i,set(s){let a=i?.call(this);o?.call(this,s),this.requestUpdate(t,a,r)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??Ht}static _$Ei(){if(this.hasOwnProperty(z("elementProperties")))return;let t=je(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(z("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(z("properties"))){let e=this.properties,r=[...Fe(e),...Ie(e)];for(let i of r)this.createProperty(i,e[i])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[r,i]of e)this.elementProperties.set(r,i)}this._$Eh=new Map;for(let[e,r]of this.elementProperties){let i=this._$Eu(e,r);i!==void 0&&this._$Eh.set(i,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let r=new Set(t.flat(1/0).reverse());for(let i of r)e.unshift(ct(i))}else t!==void 0&&e.push(ct(t));return e}static _$Eu(t,e){let r=e.attribute;return r===!1?void 0:typeof r=="string"?r:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let r of e.keys())this.hasOwnProperty(r)&&(t.set(r,this[r]),delete this[r]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Ut(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,r){this._$AK(t,r)}_$ET(t,e){let r=this.constructor.elementProperties.get(t),i=this.constructor._$Eu(t,r);if(i!==void 0&&r.reflect===!0){let o=(r.converter?.toAttribute!==void 0?r.converter:mt).toAttribute(e,r.type);this._$Em=t,o==null?this.removeAttribute(i):this.setAttribute(i,o),this._$Em=null}}_$AK(t,e){let r=this.constructor,i=r._$Eh.get(t);if(i!==void 0&&this._$Em!==i){let o=r.getPropertyOptions(i),s=typeof o.converter=="function"?{fromAttribute:o.converter}:o.converter?.fromAttribute!==void 0?o.converter:mt;this._$Em=i;let a=s.fromAttribute(e,o.type);this[i]=a??this._$Ej?.get(i)??a,this._$Em=null}}requestUpdate(t,e,r,i=!1,o){if(t!==void 0){let s=this.constructor;if(i===!1&&(o=this[t]),r??=s.getPropertyOptions(t),!((r.hasChanged??Ft)(o,e)||r.useDefault&&r.reflect&&o===this._$Ej?.get(t)&&!this.hasAttribute(s._$Eu(t,r))))return;this.C(t,e,r)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:r,reflect:i,wrapped:o},s){r&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,s??e??this[t]),o!==!0||s!==void 0)||(this._$AL.has(t)||(this.hasUpdated||r||(e=void 0),this._$AL.set(t,e)),i===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[i,o]of this._$Ep)this[i]=o;this._$Ep=void 0}let r=this.constructor.elementProperties;if(r.size>0)for(let[i,o]of r){let{wrapped:s}=o,a=this[i];s!==!0||this._$AL.has(i)||a===void 0||this.C(i,void 0,o,a)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(r=>r.hostUpdate?.()),this.update(e)):this._$EM()}catch(r){throw t=!1,this._$EM(),r}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};w.elementStyles=[],w.shadowRootOptions={mode:"open"},w[z("elementProperties")]=new Map,w[z("finalized")]=new Map,qe?.({ReactiveElement:w}),(Y.reactiveElementVersions??=[]).push("2.1.2");var $t=globalThis,It=n=>n,Z=$t.trustedTypes,jt=Z?Z.createPolicy("lit-html",{createHTML:n=>n}):void 0,Yt="$lit$",A=`lit$${Math.random().toFixed(9).slice(2)}$`,Zt="?"+A,Ge=`<${Zt}>`,E=document,N=()=>E.createComment(""),H=n=>n===null||typeof n!="object"&&typeof n!="function",yt=Array.isArray,We=n=>yt(n)||typeof n?.[Symbol.iterator]=="function",pt=`[ 	
\f\r]`,U=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Vt=/-->/g,qt=/>/g,T=RegExp(`>|${pt}(?:([^\\s"'>=/]+)(${pt}*=${pt}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Gt=/'/g,Wt=/"/g,Xt=/^(?:script|style|textarea|title)$/i,bt=n=>(t,...e)=>({_$litType$:n,strings:t,values:e}),c=bt(1),L=bt(2),kn=bt(3),R=Symbol.for("lit-noChange"),u=Symbol.for("lit-nothing"),Kt=new WeakMap,S=E.createTreeWalker(E,129);function Jt(n,t){if(!yt(n)||!n.hasOwnProperty("raw"))throw Error("invalid template strings array");return jt!==void 0?jt.createHTML(t):t}var Ke=(n,t)=>{let e=n.length-1,r=[],i,o=t===2?"<svg>":t===3?"<math>":"",s=U;for(let a=0;a<e;a++){let l=n[a],m,d,p=-1,g=0;for(;g<l.length&&(s.lastIndex=g,d=s.exec(l),d!==null);)g=s.lastIndex,s===U?d[1]==="!--"?s=Vt:d[1]!==void 0?s=qt:d[2]!==void 0?(Xt.test(d[2])&&(i=RegExp("</"+d[2],"g")),s=T):d[3]!==void 0&&(s=T):s===T?d[0]===">"?(s=i??U,p=-1):d[1]===void 0?p=-2:(p=s.lastIndex-d[2].length,m=d[1],s=d[3]===void 0?T:d[3]==='"'?Wt:Gt):s===Wt||s===Gt?s=T:s===Vt||s===qt?s=U:(s=T,i=void 0);let h=s===T&&n[a+1].startsWith("/>")?" ":"";o+=s===U?l+Ge:p>=0?(r.push(m),l.slice(0,p)+Yt+l.slice(p)+A+h):l+A+(p===-2?a:h)}return[Jt(n,o+(n[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),r]},F=class n{constructor({strings:t,_$litType$:e},r){let i;this.parts=[];let o=0,s=0,a=t.length-1,l=this.parts,[m,d]=Ke(t,e);if(this.el=n.createElement(m,r),S.currentNode=this.el.content,e===2||e===3){let p=this.el.content.firstChild;p.replaceWith(...p.childNodes)}for(;(i=S.nextNode())!==null&&l.length<a;){if(i.nodeType===1){if(i.hasAttributes())for(let p of i.getAttributeNames())if(p.endsWith(Yt)){let g=d[s++],h=i.getAttribute(p).split(A),y=/([.?@])?(.*)/.exec(g);l.push({type:1,index:o,name:y[2],strings:h,ctor:y[1]==="."?dt:y[1]==="?"?ht:y[1]==="@"?gt:M}),i.removeAttribute(p)}else p.startsWith(A)&&(l.push({type:6,index:o}),i.removeAttribute(p));if(Xt.test(i.tagName)){let p=i.textContent.split(A),g=p.length-1;if(g>0){i.textContent=Z?Z.emptyScript:"";for(let h=0;h<g;h++)i.append(p[h],N()),S.nextNode(),l.push({type:2,index:++o});i.append(p[g],N())}}}else if(i.nodeType===8)if(i.data===Zt)l.push({type:2,index:o});else{let p=-1;for(;(p=i.data.indexOf(A,p+1))!==-1;)l.push({type:7,index:o}),p+=A.length-1}o++}}static createElement(t,e){let r=E.createElement("template");return r.innerHTML=t,r}};function P(n,t,e=n,r){if(t===R)return t;let i=r!==void 0?e._$Co?.[r]:e._$Cl,o=H(t)?void 0:t._$litDirective$;return i?.constructor!==o&&(i?._$AO?.(!1),o===void 0?i=void 0:(i=new o(n),i._$AT(n,e,r)),r!==void 0?(e._$Co??=[])[r]=i:e._$Cl=i),i!==void 0&&(t=P(n,i._$AS(n,t.values),i,r)),t}var ut=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:r}=this._$AD,i=(t?.creationScope??E).importNode(e,!0);S.currentNode=i;let o=S.nextNode(),s=0,a=0,l=r[0];for(;l!==void 0;){if(s===l.index){let m;l.type===2?m=new I(o,o.nextSibling,this,t):l.type===1?m=new l.ctor(o,l.name,l.strings,this,t):l.type===6&&(m=new ft(o,this,t)),this._$AV.push(m),l=r[++a]}s!==l?.index&&(o=S.nextNode(),s++)}return S.currentNode=E,i}p(t){let e=0;for(let r of this._$AV)r!==void 0&&(r.strings!==void 0?(r._$AI(t,r,e),e+=r.strings.length-2):r._$AI(t[e])),e++}},I=class n{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,r,i){this.type=2,this._$AH=u,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=r,this.options=i,this._$Cv=i?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=P(this,t,e),H(t)?t===u||t==null||t===""?(this._$AH!==u&&this._$AR(),this._$AH=u):t!==this._$AH&&t!==R&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):We(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==u&&H(this._$AH)?this._$AA.nextSibling.data=t:this.T(E.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:r}=t,i=typeof r=="number"?this._$AC(t):(r.el===void 0&&(r.el=F.createElement(Jt(r.h,r.h[0]),this.options)),r);if(this._$AH?._$AD===i)this._$AH.p(e);else{let o=new ut(i,this),s=o.u(this.options);o.p(e),this.T(s),this._$AH=o}}_$AC(t){let e=Kt.get(t.strings);return e===void 0&&Kt.set(t.strings,e=new F(t)),e}k(t){yt(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,r,i=0;for(let o of t)i===e.length?e.push(r=new n(this.O(N()),this.O(N()),this,this.options)):r=e[i],r._$AI(o),i++;i<e.length&&(this._$AR(r&&r._$AB.nextSibling,i),e.length=i)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let r=It(t).nextSibling;It(t).remove(),t=r}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},M=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,r,i,o){this.type=1,this._$AH=u,this._$AN=void 0,this.element=t,this.name=e,this._$AM=i,this.options=o,r.length>2||r[0]!==""||r[1]!==""?(this._$AH=Array(r.length-1).fill(new String),this.strings=r):this._$AH=u}_$AI(t,e=this,r,i){let o=this.strings,s=!1;if(o===void 0)t=P(this,t,e,0),s=!H(t)||t!==this._$AH&&t!==R,s&&(this._$AH=t);else{let a=t,l,m;for(t=o[0],l=0;l<o.length-1;l++)m=P(this,a[r+l],e,l),m===R&&(m=this._$AH[l]),s||=!H(m)||m!==this._$AH[l],m===u?t=u:t!==u&&(t+=(m??"")+o[l+1]),this._$AH[l]=m}s&&!i&&this.j(t)}j(t){t===u?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},dt=class extends M{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===u?void 0:t}},ht=class extends M{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==u)}},gt=class extends M{constructor(t,e,r,i,o){super(t,e,r,i,o),this.type=5}_$AI(t,e=this){if((t=P(this,t,e,0)??u)===R)return;let r=this._$AH,i=t===u&&r!==u||t.capture!==r.capture||t.once!==r.once||t.passive!==r.passive,o=t!==u&&(r===u||i);i&&this.element.removeEventListener(this.name,this,r),o&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},ft=class{constructor(t,e,r){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=r}get _$AU(){return this._$AM._$AU}_$AI(t){P(this,t)}};var Ye=$t.litHtmlPolyfillSupport;Ye?.(F,I),($t.litHtmlVersions??=[]).push("3.3.3");var X=(n,t,e)=>{let r=e?.renderBefore??t,i=r._$litPart$;if(i===void 0){let o=e?.renderBefore??null;r._$litPart$=i=new I(t.insertBefore(N(),o),o,void 0,e??{})}return i._$AI(n),i};var _t=globalThis,D=class extends w{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=X(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return R}};D._$litElement$=!0,D.finalized=!0,_t.litElementHydrateSupport?.({LitElement:D});var Ze=_t.litElementPolyfillSupport;Ze?.({LitElement:D});(_t.litElementVersions??=[]).push("4.2.2");function J(n,t=0){let e=10**t,r=Math.abs(n)*e;return Math.round(r*(1+Number.EPSILON))/e*Math.sign(n)||0}function vt(n,t){return t==="mmol/L"?J(n/18.016,1):J(n)}function j(n){return n<=39?"low":n>=401?"high":null}var Xe={comma_decimal:["en-US"],decimal_comma:["de","es","it"],space_comma:["fr","sv","cs"],quote_decimal:["de-CH"],none:["en-US"]};function f(n){return`⁦${n}⁩`}var Q=class{cache=new Map;settings;constructor(t){this.settings=t}number(t,e=0,r=!1){return this.decimals(t,e,"decimal",r?"exceptZero":"auto")}percent(t,e=0){return this.decimals(t/100,e,"percent")}percents(t,e){return`${this.number(t)}–${this.percent(e)}`}decimals(t,e,r,i="auto"){let{numberFormat:o,language:s}=this.settings,a=o==="system"?void 0:Xe[o]??[s];return this.numbers(`${r}${e}${i}`,a,{style:r,minimumFractionDigits:e,maximumFractionDigits:e,useGrouping:o!=="none",signDisplay:i}).format(t)}glucose(t,e){return this.number(vt(t,e),e==="mmol/L"?1:0)}reading(t,e,r){let i=j(t);return i===null?this.glucose(t,e):r[i]}change(t,e){let r=vt(t,e),i=this.number(r,e==="mmol/L"?1:0,!0);return f(r===0?`±${i}`:i.replace("-","−"))}count(t,e,r="short"){return this.numbers(`u${e}${r}`,[this.settings.language],{style:"unit",unit:e,unitDisplay:r,maximumFractionDigits:0}).format(t)}duration(t){let e=Math.round(t),r=Math.floor(e/60),i=e%60;return r===0?this.count(i,"minute"):i===0?this.count(r,"hour"):`${this.count(r,"hour")} ${this.count(i,"minute")}`}time(t,e){let r=this.dates("time",{hour:"numeric",minute:"2-digit"}).format(t*1e3);return e===void 0||this.dayKey(t)===this.dayKey(e)?r:`${this.dates("day",{month:"short",day:"numeric"}).format(t*1e3)}, ${r}`}date(t){return this.dates("date",{weekday:"short",month:"long",day:"numeric"}).format(t*1e3)}day(t){let e={weekday:"short",month:"short",day:"numeric",timeZone:"UTC"};return this.dates("isoDay",e).format(Date.parse(t))}dateRange(t,e){let r={year:"numeric",month:"long",day:"numeric"};return this.dates("dateRange",r).formatRange(t*1e3,e*1e3)}dateTime(t){return this.dates("dateTime",{year:"numeric",month:"short",day:"numeric",hour:"numeric",minute:"2-digit"}).format(t*1e3)}clock(t,e=!1){let r={hour:"numeric",timeZone:"UTC"};return(!e||this.is24Hour)&&(r.minute="2-digit"),this.dates(`clock${e}`,r).format(t*6e4)}minuteOfDay(t){let e=this.dates("parts",{hour:"2-digit",minute:"2-digit",hourCycle:"h23"},"en").formatToParts(t*1e3),r=i=>Number(e.find(o=>o.type===i)?.value??0);return r("hour")*60+r("minute")}get timeZone(){return this.dates("zone",{}).resolvedOptions().timeZone}get is24Hour(){return!this.dates("is24",{hour:"numeric"}).resolvedOptions().hour12}calendarDays(t,e){let[r,i]=[t,e-1].map(o=>{let[s=1,a=1,l=1970]=this.dayKey(o).split("/").map(Number);return Date.UTC(l,s-1,a)});return((i??0)-(r??0))/864e5+1}dayKey(t){return this.dates("key",{year:"numeric",month:"numeric",day:"numeric"},"en").format(t*1e3)}numbers(t,e,r){return this.cached(t,()=>{try{return new Intl.NumberFormat(e,r)}catch{return new Intl.NumberFormat("en",r)}})}dates(t,e,r){return this.cached(t,()=>{let{language:i,timeFormat:o,timeZone:s}=this.settings,a={...e};a.timeZone??=s,e.hour!==void 0&&e.hourCycle===void 0&&(o==="12"&&(a.hourCycle="h12"),o==="24"&&(a.hourCycle="h23"));let l=r??(o==="system"?void 0:i);try{return new Intl.DateTimeFormat(l,a)}catch{return new Intl.DateTimeFormat("en",a)}})}cached(t,e){let r=this.cache.get(t);return r||(r=e(),this.cache.set(t,r)),r}};var Qt="dexcom_cgm";var Wn=`component.${Qt}.config_panel.`;function Je(n,t){return n.replace(/\{(\w+)\}/g,(e,r)=>t[r]??e)}function te(n){return(t,e={})=>Je(n[t]??t,e)}var ee="@page{size:portrait;margin:10mm}:root{--ink: #16191d;--muted: #555b63;--line: #b9bfc6;--faint: #e3e6ea;--zone: #e6f1ef;--band: #1f5fa8;--inner: #8fb1d8;--outer: #dbe7f4;--in-range: #00766a;--low: #c2185b;--high: #9a5b00;color-scheme:light}*{box-sizing:border-box}html{print-color-adjust:exact;-webkit-print-color-adjust:exact;-webkit-text-size-adjust:100%;text-size-adjust:100%}body{margin:0;color:var(--ink);background:#fff;font:8pt/1.3 Helvetica Neue,Helvetica,Arial,Liberation Sans,Noto Sans,sans-serif;font-variant-numeric:tabular-nums}.sheet{display:flex;flex-direction:column;justify-content:space-between;gap:2.6mm;width:190mm;margin:0 auto}h1,h2,p,dl,dd,ul{margin:0}h1{font-size:19pt;font-weight:700;line-height:1.1;letter-spacing:-.01em}h2{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 2mm;margin-bottom:1.4mm;padding-bottom:.6mm;border-bottom:.25mm solid var(--ink);font-size:9.5pt;font-weight:700}small{color:var(--muted);font-size:7pt;font-weight:400}table{width:100%;border-collapse:collapse}th,td{padding:.5mm 0;text-align:start;font-weight:400}td+td,th+th,th+td{padding-inline-start:2mm}tr+tr>*,tbody tr:first-child>*{border-top:.2mm solid var(--faint)}thead th{vertical-align:bottom;color:var(--muted);font-size:7pt;line-height:1.15}.number,thead th+th{text-align:end;white-space:nowrap}thead th+th{white-space:normal}.note{margin-top:.8mm;color:var(--muted);font-size:6.8pt;line-height:1.25}.empty{padding:3mm;border:.2mm solid var(--line);color:var(--muted)}.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.fills{position:absolute}.columns{display:flex;gap:6mm}.heading{display:grid;grid-template-columns:auto 1fr;align-items:end;gap:2.4mm 8mm}.person{display:flex;gap:5mm}.blank{flex:2;padding-bottom:.6mm;border-bottom:.25mm solid var(--ink);color:var(--muted);font-size:7pt;white-space:nowrap}.blank.name{flex:3}.facts{display:flex;flex-wrap:wrap;grid-column:1 / -1;gap:.6mm 7mm}.facts div{display:flex;align-items:baseline;gap:1.5mm}.facts dt{color:var(--muted)}.facts dd{font-weight:700}.ranges{flex:1}.statistics{width:72mm}.bar{display:flex;gap:.4mm;height:9mm;margin-bottom:1mm}.ranges tr>*{padding-block:.9mm}.part{position:relative;flex-basis:0;min-width:1mm;overflow:hidden}.part .fill{display:block;width:100%;height:100%}.part span{position:absolute;inset:0;display:flex;align-items:center;justify-content:center;color:#fff;font-size:11pt;font-weight:700}.swatch{width:4mm;height:2.8mm;margin-inline-end:1mm;vertical-align:-.3mm}.ranges b{font-size:9.5pt}.ranges th small,.met{white-space:nowrap}.met svg{width:2.6mm;height:2.6mm;vertical-align:-.35mm}.statistics dl>div{display:flex;align-items:baseline;justify-content:space-between;gap:3mm;padding:.5mm 0}.statistics dl>div+div{border-top:.2mm solid var(--faint)}.statistics dd{font-weight:700;white-space:nowrap}.statistics small{margin-inline-start:.6mm}.legend{display:inline-flex;flex-wrap:wrap;gap:0 3.5mm;margin-inline-start:auto;color:var(--muted);font-size:7pt;font-weight:400}.legend>span{display:inline-flex;align-items:center;gap:1mm}.legend i{width:5mm;height:2.4mm}.legend .inner{background:var(--inner)}.legend .outer{border:.2mm dashed var(--band);background:var(--outer)}.legend .median{height:.7mm;background:var(--band)}.legend .target{border-block:.3mm solid var(--in-range);background:var(--zone)}.area{position:relative}.area svg{position:absolute;inset:0;width:100%;height:100%}.area path{fill:none;vector-effect:non-scaling-stroke}.area .zone{fill:var(--zone)}.area .grid{stroke:var(--line);stroke-width:.15mm}.area .limit{stroke:var(--in-range);stroke-width:.3mm}.plot{padding:1mm 3mm 3.6mm 9mm}.plot .area{height:48mm}.plot .outer{fill:var(--outer);fill-opacity:.85;stroke:var(--band);stroke-dasharray:.7mm .5mm;stroke-width:.15mm}.plot .inner{fill:var(--inner);fill-opacity:.85}.plot .median{stroke:var(--band);stroke-linejoin:round;stroke-width:.75mm}.plot .thin{stroke-dasharray:.3mm .9mm;stroke-linecap:round}.value,.time{position:absolute;color:var(--muted);font-size:6.8pt;line-height:1;white-space:nowrap}.value{right:100%;margin-right:1.2mm;transform:translateY(50%)}.value.limit{color:var(--ink);font-weight:700}.time{top:100%;margin-top:1mm;transform:translate(-50%)}.days{display:grid;gap:1.6mm}.days .row{display:grid;grid-template-columns:5mm repeat(7,1fr);column-gap:1.4mm;direction:ltr}.days .axis{position:relative;height:15mm;margin-top:3.4mm}.days .value{right:0}.day .head{display:flex;gap:1mm;height:3.4mm;font-size:6.6pt;white-space:nowrap}.day .head b{font-weight:700}.day .head em{color:var(--muted);font-style:normal}.day .head span{margin-inline-start:auto}.day .area{height:15mm;border:.15mm solid var(--line)}.day .trace{stroke:var(--ink);stroke-linejoin:round;stroke-width:.3mm}.day .limit{stroke-width:.15mm}.day .above{fill:#efc27c}.day .below{fill:var(--low)}.none{position:absolute;inset:0;display:flex;align-items:center;justify-content:center;color:var(--muted);font-size:6.8pt}.lanes{position:relative;height:4.4mm;border:.15mm solid var(--line);border-top:0}.lanes i{position:absolute;top:.2mm;transform:translate(-50%);line-height:0}.lanes .lower{top:2.2mm}.glyph{width:2mm;height:2mm;overflow:visible;fill:var(--ink);stroke:var(--ink);stroke-width:1.6}.glyph.carbs{fill:var(--high);stroke:var(--high)}.glyph.long_acting_insulin{fill:#fff}.lows{width:62mm}.patterns{flex:1}.patterns .columns{gap:4mm}.patterns ul{flex:1;padding-inline-start:3mm}.patterns table{flex:1.15}.patterns tbody th,.lows tbody th{white-space:nowrap}.basis{padding-top:1mm;border-top:.25mm solid var(--ink);color:var(--muted);font-size:6.8pt;line-height:1.25}.basis h2{display:inline;margin:0;padding:0;border:0;color:var(--ink);font-size:inherit}.basis p{display:inline}@media print{.toolbar,.hidden{display:none}}@media print and (max-aspect-ratio:72 / 100)and (min-height:265mm){.sheet{min-height:276mm}.plot .area{height:54mm}}@media screen{body{background:#d9dce0}.toolbar{position:sticky;top:0;z-index:1;display:flex;justify-content:center;gap:12px;padding:10px;background:#22262b}.toolbar button{min-height:40px;padding:0 22px;border:1px solid #fff;border-radius:20px;color:#fff;background:none;font:600 15px/1.2 system-ui,sans-serif;cursor:pointer}.toolbar .print{color:#22262b;background:#fff}.toolbar button:focus-visible{outline:3px solid #7db5f0;outline-offset:2px}.sheet{position:relative;width:210mm;min-height:297mm;margin:24px auto;padding:10mm;background:#fff;box-shadow:0 1px 8px #0000004d}}@media screen and (max-width:800px){body{background:#fff;font-size:15px}.sheet{gap:28px;width:auto;min-height:0;margin:0;padding:16px;box-shadow:none}h1{font-size:26px}h2{font-size:18px}small,thead th,.blank,.note,.legend,.basis{font-size:13px}th,td,.statistics dl>div{padding-block:6px}.columns,.person{flex-direction:column;gap:28px}.heading{grid-template-columns:1fr}.facts{flex-direction:column;gap:6px}.facts div{justify-content:space-between}.statistics,.lows{width:auto}.ranges b{font-size:16px}.bar{height:36px;margin-bottom:8px}.part span{font-size:17px}.swatch{width:18px;height:13px}.met svg{width:12px;height:12px}.plot{padding:8px 12px 24px 32px}.plot .area{height:220px}.value,.time,.none{font-size:11px}.time:nth-of-type(2n){display:none}.days .row{grid-template-columns:repeat(2,1fr);gap:10px 8px}.days .axis{display:none}.days{gap:10px}.day .head{height:20px;font-size:13px}.day .area{height:90px;border:1px solid var(--line)}.lanes{height:28px;border:1px solid var(--line);border-top:0}.lanes .lower{top:15px}.glyph{width:11px;height:11px}}";function ne(n){let t=n.documentElement.cloneNode(!0);for(let e of t.querySelectorAll(".toolbar"))e.remove();return`<!doctype html>
${t.outerHTML}
`}function re(n,t){let e=URL.createObjectURL(new Blob([n],{type:"text/html"})),r=document.createElement("a");r.href=e,r.download=t,r.click(),setTimeout(()=>URL.revokeObjectURL(e),6e4)}var ie=["carbs","fast_acting_insulin","long_acting_insulin","insulin","exercise"];function tn(n,t,e){if(n.value===null)return"";let r=[0,1].find(o=>Number(n.value?.toFixed(o))===n.value)??2,i=t.number(n.value,r);switch(n.unit){case"grams":return e("events.grams",{value:i});case"units":return e("events.units",{value:i});case"minutes":return t.count(n.value,"minute");default:return n.unit?`${i} ${n.unit}`:i}}function oe(n,t,e){return`${e(`events.${n.type}`)} ${tn(n,t,e)}`.trim()}function _(n){return Math.round(n*10)/10}function se(n,t,e,r,i){let o=[...t.map(a=>({value:a,kind:"target"})),...e.map(a=>({value:a,kind:"threshold"})),...r.map(a=>({value:a,kind:"plain"}))],s=[];for(let a of o)s.every(l=>Math.abs(n(l.value)-n(a.value))>=i)&&s.push(a);return s}var wt=960;function ae(n,t=wt){let e=[],r=0;for(let i=1;i<=n.length;i+=1)(i===n.length||n[i]-n[i-1]>t)&&(e.push({from:r,to:i}),r=i);return e}function xt(n,t,e,r=wt){let{times:i,values:o}=n,s="";for(let{from:a,to:l}of ae(i,r)){for(let m=a;m<l;m+=1)s+=`${m===a?"M":"L"}${_(t(i[m]))} ${_(e(o[m]))}`;l-a===1&&(s+="h0")}return s}function At({times:n,values:t},e,r,i,o,s=wt){let a=p=>r==="high"?p-e:e-p,l=_(o(e)),m="",d=!1;for(let{from:p,to:g}of ae(n,s)){for(let h=p;h<g;h+=1){let y=n[h],st=t[h],at=a(st)>0;if(at!==d){let lt=_(i(y));if(h>p){let Dt=n[h-1],Ct=a(t[h-1]);lt=_(i(Dt+(y-Dt)*Ct/(Ct-a(st))))}m+=d?`L${lt} ${l}z`:`M${lt} ${l}`,d=at}at&&(m+=`L${_(i(y))} ${_(o(st))}`)}d&&(m+=`L${_(i(n[g-1]))} ${l}z`),d=!1}return m}function le(n){return L`<svg class="mark" width="14" height="14" viewBox="0 0 16 16" aria-hidden="true"
fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><path d=${n?"M3 8.5l3.5 3.5L13 4.5":"M4 4l8 8M12 4l-8 8"} /></svg>`}function ce(n,t,e){switch(n){case"carbs":return`M${t-4} ${e}a4 4 0 1 1 8 0a4 4 0 1 1-8 0`;case"exercise":return`M${t-4} ${e-4}h8v8h-8z`;case"insulin":return`M${t-1.5} ${e-5}h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z`;default:return`M${t} ${e-5}l5 5-5 5-5-5z`}}var V={days:14,share:70};function C({data:n,format:t},e){return e===null?"–":`${t.glucose(e,n.unit)} ${n.unit}`}function b({format:n},t,e=1){return t===null?"–":n.percent(t,e)}var k=1440,v=350,tt=16,x=n=>n,$=n=>v-Math.min(n,v);function et({target:n},t){let e=[n.low,n.high];return se($,e,[v],[250,54,0],t).map(r=>r.value)}function nt(n,{target:t,unit:e},r){return n.map(i=>{let o=i===t.low||i===t.high;return c`<span
class="value ${o?"limit":""}"
style="bottom:${i/v*100}%"
>${r.glucose(i,e)}</span
>`})}function q(n,t){return n.map(e=>`M0 ${$(e)}H${t}`).join("")}function rt(n){return n.map(t=>`M${t} 0V${v}`).join("")}var pe=[6,12,18],me=7,ue=ie.filter(n=>n!=="exercise");function it(n){return n.events.filter(t=>ue.includes(t.type))}function Tt({readings:n,length:t}){return n>=t/5*V.share/100}function de(n){return c`<svg viewBox="-6 -6 12 12" class="glyph ${n}" aria-hidden="true">
${L`<path d=${ce(n,0,0)} />`}
</svg>`}function he(n){let{data:t,format:e,t:r}=n,i=t.daily.some(l=>it(l).length>0),o=et(t,60).filter(l=>l>0&&l!==250),s=[];t.daily.some(l=>l.value.some(m=>m>v))&&s.push(r("report.edge",{value:e.glucose(v,t.unit)})),t.events_known||s.push(r("report.events_unknown"));let a=[0,me];return c`<section class="daily">
<h2>
${r("report.daily")} <small>${t.unit}</small>
${en(n)}
</h2>
<div class="days ${i?"":"bare"}" aria-hidden="true">
${a.map(l=>c`<div class="row">
<div class="axis">${nt(o,t,e)}</div>
${t.daily.slice(l,l+me).map(m=>nn(n,m,i))}
</div>`)}
</div>
${on(n)}
${s.length>0?c`<p class="note">${s.join(" ")}</p>`:u}
</section>`}function en({data:n,format:t,t:e}){let r=new Set(n.daily.flatMap(o=>it(o).map(s=>s.type))),i=pe.map(o=>t.clock(o*60,!0)).join(", ");return c`<span class="legend">
${ue.filter(o=>r.has(o)).map(o=>c`<span>${de(o)}${e(`events.${o}`)}</span>`)}
<span>${e("report.lines",{times:i})}</span>
<span>${e("report.in_range_share")}</span>
</span>`}function nn(n,t,e){let{data:r,format:i,t:o}=n,{low:s,high:a}=r.target,{length:l}=t,m={times:t.minute,values:t.value},d=l-k,p=pe.map(y=>y*60+d),g=Tt(t),h=d!==0&&l%60===0;return c`<div class="day">
<div class="head">
<b>${i.day(t.day)}</b>
${h?c`<em>${o("hours_short",{hours:i.number(l/60)})}</em>`:u}
<span>${g?b(n,t.in_range,0):""}</span>
</div>
<div class="area" dir="ltr">
<svg viewBox="0 0 ${l} ${v}" preserveAspectRatio="none">
<path class="zone" d="M0 ${$(a)}H${l}V${$(s)}H0z" />
<path class="grid" d=${rt(p)} />
<path class="above" d=${At(m,a,"high",x,$,tt)} />
<path class="below" d=${At(m,s,"low",x,$,tt)} />
<path class="limit" d=${q([s,a],l)} />
<path class="trace" d=${xt(m,x,$,tt)} />
</svg>
${t.readings===0?c`<span class="none">${o("graph.empty")}</span>`:u}
</div>
${e?c`<div class="lanes" dir="ltr">
${it(t).map(y=>c`<i
class=${y.type==="carbs"?"upper":"lower"}
style="left:${y.minute/l*100}%"
>${de(y.type)}</i
>`)}
</div>`:u}
</div>`}function rn({data:n,format:t,t:e},r){return r.readings===0?e("graph.empty"):r.mean===null||!Tt(r)?"–":t.glucose(r.mean,n.unit)}function on(n){let{data:t,format:e,t:r}=n;return c`<div class="hidden"><table>
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
<td>${rn(n,i)}</td>
<td>${Tt(i)?b(n,i.in_range,0):"–"}</td>
<td>
${it(i).map(o=>oe({...o,time:0},e,r)).join(", ")}
</td>
</tr>`)}
</tbody>
</table></div>`}function fe(n){let{data:t,format:e,t:r}=n,i=a=>a===null?"–":e.duration(a),o=a=>c`<tr>
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
</section>`}function $e(n){let{data:t,format:e,t:r}=n,{rule:i,night:o,day:s,weekday:a,weekend:l}=t.patterns;if(t.days_with_data<i.required_days||o===null&&s===null){let p=e.count(i.required_days,"day","long");return c`<section class="patterns">
<h2>${r("report.patterns")}</h2>
<p class="empty">${r("report.too_few",{days:p})}</p>
</section>`}let m=p=>e.clock(p*60,!0),d=[[r("report.night"),f(`${m(0)}–${m(6)}`),o],[r("report.day"),f(`${m(6)}–${m(24)}`),s],[r("report.weekday"),"",a],[r("report.weekend"),"",l]];return c`<section class="patterns">
<h2>${r("report.patterns")} <small>${t.unit}</small></h2>
<div class="columns">
<ul>
${sn(n).map(p=>c`<li>${p}</li>`)}
${ge(n,r("report.best_day"),t.patterns.best_day)}
${ge(n,r("report.worst_day"),t.patterns.worst_day)}
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
<td class="number">${b(n,h?.below??null)}</td>
<td class="number"><b>${b(n,h?.in_range??null)}</b></td>
<td class="number">${b(n,h?.above??null)}</td>
</tr>`)}
</tbody>
</table>
</div>
<p class="note">
${r("report.rule",{time:e.duration(i.block_minutes),share:e.percent(i.minimum_share),minutes:e.duration(i.high_minutes),days:e.count(i.minimum_days,"day","long")})}
</p>
</section>`}function sn({data:n,format:t,t:e}){let{recurring:r,rule:i}=n.patterns;if(r.length===0)return[e("report.no_recurring")];let o=({kind:s,from:a,to:l,days:m,of_days:d})=>{let p=s==="low"?i.low_below:i.high_above;return e(s==="low"?"report.recurring_low":"report.recurring_high",{value:t.glucose(p,n.unit),from:t.clock(a,a%60===0),to:t.clock(l,l%60===0),days:t.number(m),all:t.count(d,"day","long")})};return r.map(o)}function ge(n,t,e){return e?c`<li>
${t}: <b>${n.format.day(e.day)}</b>, ${b(n,e.in_range)},
${C(n,e.mean)}
</li>`:u}var ye=1440,ot=5,be=7;function _e(n){let t=n[0],e=n.at(-1);return!t||!e?[]:[{...e,center:e.center-ye},...n,{...t,center:t.center+ye}]}function ve(n,t){let e=[],r;for(let i of n)t(i)?r?r.push(i):(r=[i],e.push(r)):r=void 0;return e}function O(n){return n.p50!==null&&n.days>=ot}var an=["p5","p25","p50","p75","p95"];function we(n){return n.map((t,e)=>{let r=n.at(e-1),i=n[(e+1)%n.length];if(!r||!i||![r,t,i].every(O))return t;let o={...t};for(let s of an){let[a,l,m]=[r[s],t[s],i[s]];a!==null&&l!==null&&m!==null&&(o[s]=(a+4*l+m)/6)}return o})}function St(n,t,e,r){return n.map(i=>`${_(e(i.center))} ${_(r(i[t]??0))}`)}function Et(n,t,e,r,i){return ve(n,O).map(o=>`M${St(o,e,r,i).join("L")}L${St(o,t,r,i).reverse().join("L")}z`).join("")}function Rt(n,t,e,r){let i=(s,a)=>s.p50!==null&&(t?O(s):!O(s)||[n[a-1],n[a+1]].some(l=>l?.p50!=null&&!O(l))),o=new Set(n.filter(i));return ve(n,s=>o.has(s)).map(s=>`M${St(s,"p50",e,r).join("L")}${s.length===1?"h0":""}`).join("")}function xe(n){return n.some(t=>!O(t))}var Ae=[0,3,6,9,12,15,18,21,24];function Te(n){let{data:t,format:e,t:r}=n,i=be-t.profile.days_with_data;return c`<section class="profile">
<h2>
${r("profile.title")} <small>${t.unit}</small>
${i>0?u:ln(n)}
</h2>
${i>0?c`<p class="empty">
${r("profile.too_few")}. ${r("profile.missing",{days:e.number(i)})}
</p>`:c`${cn(n)} ${pn(n)}`}
</section>`}function ln({data:n,format:t,t:e}){let r=o=>t.glucose(o,n.unit),i=f(`${r(n.target.low)}–${r(n.target.high)}`);return c`<span class="legend">
<span><i class="median"></i>${e("profile.median")}</span>
<span><i class="inner"></i>${f(t.percents(25,75))}</span>
<span><i class="outer"></i>${f(t.percents(5,95))}</span>
<span><i class="target"></i>${e("report.target",{limits:i})}</span>
</span>`}function cn(n){let{data:t,format:e,t:r}=n,i=_e(we(t.profile.bins)),o=et(t,12),{low:s,high:a}=t.target;return c`<div class="plot" dir="ltr">
<div class="area">
${nt(o,t,e)}
<svg
viewBox="0 0 ${k} ${v}"
preserveAspectRatio="none"
role="img"
aria-label=${r("profile.label")}
>
<path class="zone" d="M0 ${$(a)}H${k}V${$(s)}H0z" />
<path class="grid" d="${q([0,54,250,v],k)}${rt(Ae.map(l=>l*60))}" />
<path class="outer" d=${Et(i,"p5","p95",x,$)} />
<path class="inner" d=${Et(i,"p25","p75",x,$)} />
<path class="limit" d=${q([s,a],k)} />
<path class="median" d=${Rt(i,!0,x,$)} />
<path class="median thin" d=${Rt(i,!1,x,$)} />
</svg>
${Ae.map(l=>c`<span class="time" style="left:${l/24*100}%"
>${e.clock(l*60,!0)}</span
>`)}
</div>
</div>
<p class="note">${mn(n)}</p>`}function mn({data:n,format:t,t:e}){let r=t.count(n.profile.days_with_data,"day","long"),i=[e("profile.rests_on",{days:r})];return xe(n.profile.bins)&&i.push(e("profile.thin",{days:t.count(ot,"day","long")})),i.join(" ")}function pn({data:n,format:t,t:e}){let r=n.profile.bins.filter(o=>o.minute%120===0),i=(o,s)=>{let a=o[s],l=s==="p50"||o.days>=ot;return a===null||!l?"–":t.glucose(a,n.unit)};return c`<div class="hidden"><table>
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
</table></div>`}var un={very_low:"time_very_low",low:"time_below_range",in_range:"time_in_range",high:"time_above_range",very_high:"time_very_high"};function kt(n,t){return t.find(e=>e.measure===un[n.key])}function Pt(n){return n.key==="low"||n.key==="high"}function Se(n){if(!n||n.share===null)return 1;for(let t=1;t<3;t+=1)if(J(n.share,t)!==n.limit||n.share===n.limit)return t;return 3}function Mt(n,t,e){return n.share===null?"–":e.percent(n.share,Pt(n)?1:Se(t))}function Ee({from:n,to:t},e,r){let i=o=>e.glucose(o,r);return n===null&&t!==null?f(`< ${i(t+1)}`):t===null&&n!==null?f(`> ${i(n-1)}`):f(`${i(n??0)}–${i(t??0)}`)}function Re(n,t,e,r){let i=n.is_minimum?">":"<",o=f(`${i} ${e.percent(n.limit,n.limit%1?1:0)}`);return r(Pt(t)?`range.goal_${t.key}`:"range.goal_one",{limit:o})}function ke(n,t,e){return!Pt(t)||n.share===null?"":` (${e.percent(n.share,Se(n))})`}var B={"very-low":"#8a0c42",low:"#c2185b","in-range":"#00766a",high:"#9a5b00","very-high":"#6f3d00"};var Lt={very_low:{color:B["very-low"],angle:45,white:1},low:{color:B.low,angle:45,white:3.2},in_range:B["in-range"],high:{color:B.high,angle:-45,white:3.2},very_high:{color:B["very-high"],angle:-45,white:1}};function Pe(){return c`<svg class="fills" width="0" height="0" aria-hidden="true">
<defs>
${Object.entries(Lt).map(([n,t])=>typeof t=="string"?u:L`<pattern id="fill-${n}" width="5" height="5" patternUnits="userSpaceOnUse"
patternTransform="rotate(${t.angle})">
<path fill=${t.color} d="M0 0h5v5h-5z" />
<path fill="#fff" d="M0 0h${t.white}v5h-${t.white}z" />
</pattern>`)}
</defs>
</svg>`}function dn(n){let t=Lt[n];return typeof t=="string"?t:`url(#fill-${n})`}function Me(n,t){let e=Lt[n],r=typeof e=="string"?e:e.color;return c`<svg class=${t} aria-hidden="true">
<rect width="100%" height="100%" fill=${dn(n)} stroke=${r} />
</svg>`}function hn({data:n,format:t}){return c`<div class="bar" aria-hidden="true" dir="ltr">
${n.bands.map(e=>e.share?c`<div class="part" style="flex-grow:${e.share}">
${Me(e.key,"fill")}
${e.key==="in_range"&&e.share>12?c`<span>${Mt(e,kt(e,n.goals),t)}</span>`:u}
</div>`:u)}
</div>`}function gn({data:n,format:t,t:e},r){let i=kt(r,n.goals),o=i?.is_met??null;return c`<tr class=${r.key}>
<th scope="row">
${Me(r.key,"swatch")} ${e(`bands.${r.key}`)}
<small>${Ee(r,t,n.unit)}</small>
</th>
<td class="number"><b>${Mt(r,i,t)}</b></td>
<td class="number">
${r.minutes_per_day===null?"–":e("range.per_day",{time:t.duration(r.minutes_per_day)})}
</td>
<td>
${i?c`${Re(i,r,t,e)}<small>${ke(i,r,t)}</small>`:u}
</td>
<td class="met">
${o===null?u:c`${le(o)} ${e(o?"range.met":"range.unmet")}`}
</td>
</tr>`}function Le(n){let{data:t,t:e}=n;return c`<section class="ranges">
<h2>
${e("range.title")}
<small>${e("form.targets")}: ${e(`form.targets_${t.targets}`)} · ${t.unit}</small>
</h2>
${hn(n)}
<table>
<thead class="hidden">
<tr>
<th scope="col">${e("range.band")}</th>
<th scope="col">${e("range.share")}</th>
<th scope="col">${e("report.average")}</th>
<th scope="col" colspan="2">${e("range.goal")}</th>
</tr>
</thead>
<tbody>
${t.bands.map(r=>gn(n,r)).reverse()}
</tbody>
</table>
${t.is_sufficient?u:c`<p class="note">${fn(n)}</p>`}
</section>`}function fn({format:n,t}){let e={days:n.count(V.days,"day","long"),share:n.percent(V.share)};return`${t("range.insufficient")} ${t("report.needed",e)}`}var $n=36;function De({data:n,format:t,t:e},r){if(!r)return"–";let i={low:e("value.low"),high:e("value.high")},o=t.reading(r.value,n.unit,i);return j(r.value)?o:`${o} ${n.unit}`}function Ce(n){let{data:t,format:e,t:r}=n,i=t.q1===null||t.q3===null?"–":f(`${e.glucose(t.q1,t.unit)}–${e.glucose(t.q3,t.unit)} ${t.unit}`),o=a=>a?e.dateTime(a.time):"",s=[[r("range.mean"),C(n,t.mean),""],[r("report.gmi"),b(n,t.gmi),t.gmi===null?"":r("report.gmi_note")],[r("report.cv"),b(n,t.variability),r("report.cv_stable",{limit:e.percent($n)})],[r("report.sd"),C(n,t.standard_deviation),""],[r("report.median"),C(n,t.median),""],[r("report.quartiles"),i,""],[r("report.lowest"),De(n,t.lowest),o(t.lowest)],[r("report.highest"),De(n,t.highest),o(t.highest)]];return c`<section class="statistics">
<h2>${r("report.statistics")}</h2>
<dl>
${s.map(([a,l,m])=>c`<div>
<dt>${a} ${m?c`<small>${m}</small>`:u}</dt>
<dd>${l}</dd>
</div>`)}
</dl>
</section>`}function Oe(n){let{data:t,t:e}=n;return c`<main class="sheet">
${Pe()} ${yn(n)}
${t.readings===0?c`<p class="empty">${e("range.no_readings")}</p>`:c`<div class="columns">${Le(n)} ${Ce(n)}</div>
${Te(n)} ${he(n)}
<div class="columns findings">${fe(n)} ${$e(n)}</div>`}
${bn(n)}
</main>`}function yn(n){let{data:t,format:e,t:r}=n,i=[[r("report.period"),`${e.dateRange(t.start,t.end)} (${e.count(t.days,"day","long")})`],[r("report.days_with_data"),r("report.of",{part:e.number(t.days_with_data),all:e.number(e.calendarDays(t.start,t.end))})],[r("range.cgm_active"),b(n,t.cgm_active)]];return c`<header class="heading">
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
</header>`}function bn(n){let{data:t,format:e,t:r}=n,i=e.dateTime(t.start),o=e.dateTime(t.end),s=t.cgm_active===null?null:Math.max(0,100-t.cgm_active),a=t.readings===0?r("report.no_readings",{start:i,end:o}):r("report.readings",{readings:e.number(t.readings),start:i,end:o,missing:b(n,s),zone:t.time_zone}),l=r("report.created",{time:e.dateTime(t.generated),title:t.title}),m=t.history_loaded<100?r("report.history_loading",{percent:e.percent(t.history_loaded)}):"";return c`<footer class="basis">
<h2>${r("report.basis")}</h2>
<p>${a} ${m} ${l}</p>
</footer>`}function _n(n){let t=new Q({language:n.language,numberFormat:n.locale?.number_format??"language",timeFormat:n.locale?.time_format??"language",timeZone:n.time_zone});return{data:n,format:t,t:te(n.texts)}}function vn(){return typeof window.print=="function"&&!navigator.userAgent.includes("; wv)")}function wn({data:n},t){let e=new Date(n.generated*1e3).toISOString().slice(0,10),r=()=>re(ne(document),`glucose-report-${e}.html`);return c`<header class="toolbar">
${vn()?c`<button type="button" class="print" @click=${()=>window.print()}>
${t("report.print")}
</button>`:u}
<button type="button" class="download" @click=${r}>${t("report.download")}</button>
</header>`}function Be(n,t,e){document.getElementById(t)?.remove(),n.id=t,e.append(n)}function xn(n){let t=_n(n),e=document.createElement("style");e.textContent=ee,Be(e,"style",document.head);let r=document.createElement("div");X(c`${wn(t,t.t)} ${Oe(t)}`,r),Be(r,"report",document.body)}var ze=document.getElementById("data");ze&&xn(JSON.parse(ze.textContent??""));export{_n as reportOf,xn as show};
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
