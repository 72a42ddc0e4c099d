var Tt={name:"Glucose",loading:"Loading…",live:"Live sensor",reload:"Reload the page",history_loading:"Loading the history: {percent}. Everything here fills up as it arrives.",last_reading:"last reading {value} at {time}, {age}",hours_short:"{hours} h",days_short:"{days} d",age:{ago:"{age} ago"},value:{low:"LOW",high:"HIGH"},level:{urgent_low:"Urgent low",low:"Low",below:"Below range",in_range:"In range",above:"Above range",high:"High"},trend:{rising_quickly:"rising quickly",rising:"rising",rising_slightly:"rising slightly",steady:"steady",falling_slightly:"falling slightly",falling:"falling",falling_quickly:"falling quickly"},status:{stale:{title:"No current reading",text:"The last reading is too old to rely on. A new one appears here by itself."},delayed:{title:"Readings are delayed",text:"Dexcom has sent nothing new for longer than usual. Check that the phone or receiver is online."},no_data:{title:"No readings",text:"Dexcom has no recent readings of this account. Check the sensor and the Dexcom app."},rate_limited:{title:"Dexcom asks to wait",text:"There were too many requests. The next one is made in a few minutes."},cannot_connect:{title:"Not connected to Dexcom",text:"Dexcom cannot be reached at the moment. The connection is retried by itself."},auth_required:{title:"Logged out of Dexcom",text:"Log in again under Settings > Devices & services > Dexcom CGM."}},graph:{label:"Glucose from {from} to {to}, lowest {lowest}, highest {highest} {unit}",label_empty:"Glucose from {from} to {to}: no readings",empty:"No readings",no_reading:"No reading",waiting:"Not sent yet"},events:{carbs:"Carbs",fast_acting_insulin:"Fast-acting insulin",long_acting_insulin:"Long-acting insulin",insulin:"Insulin",exercise:"Exercise",grams:"{value} g",units:"{value} U"},bands:{very_low:"Very low",low:"Low",in_range:"In range",high:"High",very_high:"Very high"},range:{title:"Time in range",caption:"Time in each range over {days}",band:"Range",share:"Share of the time",goal:"Goal",per_day:"{time}/day",goal_one:"Goal {limit}",goal_low:"All low {limit}",goal_high:"All high {limit}",met:"met",unmet:"not met",mean:"Average glucose",gmi:"GMI",variability:"Variation (CV)",cgm_active:"Time CGM active",no_readings:"No readings in this time",insufficient:"There are too few readings for GMI and goals.",missing_readings:"More readings needed: {readings}.",too_short:"GMI and goals need at least 14 days. Choose a longer period.",measures_from:"They are expected from {date}, if no more readings are missed."},profile:{title:"Glucose by time of day",label:"Glucose by time of day, median and percentiles",median:"Median",daily:"Single days",of_days:"from {days}",rests_on:"From readings of {days}.",thin:"Where there are readings of fewer than {days}, only the median is drawn, dotted.",too_few:"Too few days for a profile",missing:"More days with readings needed: {days}.",time_zone:"Times of day are those of {zone}."},form:{entity:"Account (any sensor of it)",name:"Name",hours:"Hours shown",hours_3:"3 hours",hours_6:"6 hours",hours_12:"12 hours",hours_24:"24 hours",graph:"Graph",graph_line:"Line",graph_points:"Points",days:"Days",days_1:"1 day",days_7:"7 days",days_14:"14 days",days_30:"30 days",days_90:"90 days",targets:"Goals for",targets_most_adults:"Most adults",targets_older_or_frail:"Older adults or high risk",targets_pregnancy:"Pregnancy with type 1 diabetes",daily:"Show single days as faint lines"},strategy:{name:"Glucose",no_account:"No Dexcom account is set up yet. Add one under Settings > Devices & services.",all_accounts:"Leave empty to show all accounts."},picker:{glucose:{name:"Dexcom glucose",description:"Current glucose with trend and age, and its graph by measurement time"},range:{name:"Dexcom time in range",description:"Time in five ranges, goals, average, GMI and variation"},profile:{name:"Dexcom glucose profile",description:"Median and percentiles of glucose by time of day"},badge:{name:"Dexcom glucose",description:"Current glucose with trend and age"},dashboard:{name:"Dexcom CGM",description:"A view for each Dexcom account: glucose, time in range and profile"},section:{name:"Dexcom CGM",description:"Glucose, time in range and profile of a Dexcom account"}},problem:{no_entity:{title:"Choose an account",text:"Edit the card and choose a sensor of a Dexcom CGM account."},missing:{title:"Sensor not found",text:"{entity} does not exist. It may have been renamed, disabled or removed. Choose another sensor in the card's settings."},removed:{title:"Account not available",text:"The account of {entity} has been removed. Choose another sensor in the card's settings."},foreign:{title:"Not a Dexcom CGM sensor",text:"{entity} belongs to another integration. Choose a sensor of Dexcom CGM in the card's settings."},unauthorized:{title:"No permission",text:"Your user may not read this sensor. An administrator can change that."},not_loaded:{title:"Account not ready",text:"The account is not set up at the moment. The card tries again by itself; Settings > Devices & services says more."},starting:{title:"Home Assistant is starting",text:"The card appears as soon as the account is ready."},server_older:{title:"Restart Home Assistant",text:"The card is newer than the running integration. Restart Home Assistant to finish the update."},server_newer:{title:"Reload this page",text:"The integration has been updated. Reload the page to get the new card."},failed:{title:"Could not load the data",text:"The card tries again by itself. If this stays, look into Home Assistant's log."}}};var E="dexcom_cgm";function A(){return document.querySelector("home-assistant")?.hass}var Gr=`component.${E}.config_panel.`,Ct=new WeakMap;function W(n){let e=Ct.get(n.connection);e||(e=new Map,Ct.set(n.connection,e));let t=e.get(n.language);return t||(t=n.loadBackendTranslation("config_panel",E).catch(()=>{e.delete(n.language)}),e.set(n.language,t)),t}function k(n){return(e,t)=>n?.(Gr+e,t)||Vr(e,t)}function Vr(n,e={}){let t=Tt;for(let r of n.split("."))t=typeof t=="object"?t[r]:void 0;return typeof t=="string"?t.replace(/\{(\w+)\}/g,(r,i)=>e[i]??r):n}var fe=globalThis,ye=fe.ShadowRoot&&(fe.ShadyCSS===void 0||fe.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Ye=Symbol(),Et=new WeakMap,ie=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==Ye)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(ye&&e===void 0){let r=t!==void 0&&t.length===1;r&&(e=Et.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),r&&Et.set(t,e))}return e}toString(){return this.cssText}},j=n=>new ie(typeof n=="string"?n:n+"",void 0,Ye),x=(n,...e)=>{let t=n.length===1?n[0]:e.reduce((r,i,s)=>r+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(i)+n[s+1],n[0]);return new ie(t,n,Ye)},Rt=(n,e)=>{if(ye)n.adoptedStyleSheets=e.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(let t of e){let r=document.createElement("style"),i=fe.litNonce;i!==void 0&&r.setAttribute("nonce",i),r.textContent=t.cssText,n.appendChild(r)}},Ze=ye?n=>n:n=>n instanceof CSSStyleSheet?(e=>{let t="";for(let r of e.cssRules)t+=r.cssText;return j(t)})(n):n;var{is:qr,defineProperty:Wr,getOwnPropertyDescriptor:jr,getOwnPropertyNames:Kr,getOwnPropertySymbols:Yr,getPrototypeOf:Zr}=Object,ve=globalThis,Mt=ve.trustedTypes,Jr=Mt?Mt.emptyScript:"",Xr=ve.reactiveElementPolyfillSupport,se=(n,e)=>n,Je={toAttribute(n,e){switch(e){case Boolean:n=n?Jr:null;break;case Object:case Array:n=n==null?n:JSON.stringify(n)}return n},fromAttribute(n,e){let t=n;switch(e){case Boolean:t=n!==null;break;case Number:t=n===null?null:Number(n);break;case Object:case Array:try{t=JSON.parse(n)}catch{t=null}}return t}},Lt=(n,e)=>!qr(n,e),Pt={attribute:!0,type:String,converter:Je,reflect:!1,useDefault:!1,hasChanged:Lt};Symbol.metadata??=Symbol("metadata"),ve.litPropertyMetadata??=new WeakMap;var R=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=Pt){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let r=Symbol(),i=this.getPropertyDescriptor(e,r,t);i!==void 0&&Wr(this.prototype,e,i)}}static getPropertyDescriptor(e,t,r){let{get:i,set:s}=jr(this.prototype,e)??{get(){return this[t]},set(o){this[t]=o}};return{get:i,set(o){let a=i?.call(this);s?.call(this,o),this.requestUpdate(e,a,r)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??Pt}static _$Ei(){if(this.hasOwnProperty(se("elementProperties")))return;let e=Zr(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(se("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(se("properties"))){let t=this.properties,r=[...Kr(t),...Yr(t)];for(let i of r)this.createProperty(i,t[i])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[r,i]of t)this.elementProperties.set(r,i)}this._$Eh=new Map;for(let[t,r]of this.elementProperties){let i=this._$Eu(t,r);i!==void 0&&this._$Eh.set(i,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let r=new Set(e.flat(1/0).reverse());for(let i of r)t.unshift(Ze(i))}else e!==void 0&&t.push(Ze(e));return t}static _$Eu(e,t){let r=t.attribute;return r===!1?void 0:typeof r=="string"?r:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let r of t.keys())this.hasOwnProperty(r)&&(e.set(r,this[r]),delete this[r]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Rt(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,r){this._$AK(e,r)}_$ET(e,t){let r=this.constructor.elementProperties.get(e),i=this.constructor._$Eu(e,r);if(i!==void 0&&r.reflect===!0){let s=(r.converter?.toAttribute!==void 0?r.converter:Je).toAttribute(t,r.type);this._$Em=e,s==null?this.removeAttribute(i):this.setAttribute(i,s),this._$Em=null}}_$AK(e,t){let r=this.constructor,i=r._$Eh.get(e);if(i!==void 0&&this._$Em!==i){let s=r.getPropertyOptions(i),o=typeof s.converter=="function"?{fromAttribute:s.converter}:s.converter?.fromAttribute!==void 0?s.converter:Je;this._$Em=i;let a=o.fromAttribute(t,s.type);this[i]=a??this._$Ej?.get(i)??a,this._$Em=null}}requestUpdate(e,t,r,i=!1,s){if(e!==void 0){let o=this.constructor;if(i===!1&&(s=this[e]),r??=o.getPropertyOptions(e),!((r.hasChanged??Lt)(s,t)||r.useDefault&&r.reflect&&s===this._$Ej?.get(e)&&!this.hasAttribute(o._$Eu(e,r))))return;this.C(e,t,r)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,t,{useDefault:r,reflect:i,wrapped:s},o){r&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,o??t??this[e]),s!==!0||o!==void 0)||(this._$AL.has(e)||(this.hasUpdated||r||(t=void 0),this._$AL.set(e,t)),i===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(t){Promise.reject(t)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[i,s]of this._$Ep)this[i]=s;this._$Ep=void 0}let r=this.constructor.elementProperties;if(r.size>0)for(let[i,s]of r){let{wrapped:o}=s,a=this[i];o!==!0||this._$AL.has(i)||a===void 0||this.C(i,void 0,s,a)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(r=>r.hostUpdate?.()),this.update(t)):this._$EM()}catch(r){throw e=!1,this._$EM(),r}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),this._$EM()}updated(e){}firstUpdated(e){}};R.elementStyles=[],R.shadowRootOptions={mode:"open"},R[se("elementProperties")]=new Map,R[se("finalized")]=new Map,Xr?.({ReactiveElement:R}),(ve.reactiveElementVersions??=[]).push("2.1.2");var it=globalThis,Ot=n=>n,be=it.trustedTypes,Ht=be?be.createPolicy("lit-html",{createHTML:n=>n}):void 0,Bt="$lit$",M=`lit$${Math.random().toFixed(9).slice(2)}$`,It="?"+M,Qr=`<${It}>`,I=document,ae=()=>I.createComment(""),le=n=>n===null||typeof n!="object"&&typeof n!="function",st=Array.isArray,en=n=>st(n)||typeof n?.[Symbol.iterator]=="function",Xe=`[ 	
\f\r]`,oe=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Nt=/-->/g,zt=/>/g,F=RegExp(`>|${Xe}(?:([^\\s"'>=/]+)(${Xe}*=${Xe}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Dt=/'/g,Ut=/"/g,Gt=/^(?:script|style|textarea|title)$/i,ot=n=>(e,...t)=>({_$litType$:n,strings:e,values:t}),c=ot(1),g=ot(2),Hn=ot(3),G=Symbol.for("lit-noChange"),u=Symbol.for("lit-nothing"),Ft=new WeakMap,B=I.createTreeWalker(I,129);function Vt(n,e){if(!st(n)||!n.hasOwnProperty("raw"))throw Error("invalid template strings array");return Ht!==void 0?Ht.createHTML(e):e}var tn=(n,e)=>{let t=n.length-1,r=[],i,s=e===2?"<svg>":e===3?"<math>":"",o=oe;for(let a=0;a<t;a++){let l=n[a],d,p,h=-1,y=0;for(;y<l.length&&(o.lastIndex=y,p=o.exec(l),p!==null);)y=o.lastIndex,o===oe?p[1]==="!--"?o=Nt:p[1]!==void 0?o=zt:p[2]!==void 0?(Gt.test(p[2])&&(i=RegExp("</"+p[2],"g")),o=F):p[3]!==void 0&&(o=F):o===F?p[0]===">"?(o=i??oe,h=-1):p[1]===void 0?h=-2:(h=o.lastIndex-p[2].length,d=p[1],o=p[3]===void 0?F:p[3]==='"'?Ut:Dt):o===Ut||o===Dt?o=F:o===Nt||o===zt?o=oe:(o=F,i=void 0);let v=o===F&&n[a+1].startsWith("/>")?" ":"";s+=o===oe?l+Qr:h>=0?(r.push(d),l.slice(0,h)+Bt+l.slice(h)+M+v):l+M+(h===-2?a:v)}return[Vt(n,s+(n[t]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),r]},ce=class n{constructor({strings:e,_$litType$:t},r){let i;this.parts=[];let s=0,o=0,a=e.length-1,l=this.parts,[d,p]=tn(e,t);if(this.el=n.createElement(d,r),B.currentNode=this.el.content,t===2||t===3){let h=this.el.content.firstChild;h.replaceWith(...h.childNodes)}for(;(i=B.nextNode())!==null&&l.length<a;){if(i.nodeType===1){if(i.hasAttributes())for(let h of i.getAttributeNames())if(h.endsWith(Bt)){let y=p[o++],v=i.getAttribute(h).split(M),S=/([.?@])?(.*)/.exec(y);l.push({type:1,index:s,name:S[2],strings:v,ctor:S[1]==="."?et:S[1]==="?"?tt:S[1]==="@"?rt:Y}),i.removeAttribute(h)}else h.startsWith(M)&&(l.push({type:6,index:s}),i.removeAttribute(h));if(Gt.test(i.tagName)){let h=i.textContent.split(M),y=h.length-1;if(y>0){i.textContent=be?be.emptyScript:"";for(let v=0;v<y;v++)i.append(h[v],ae()),B.nextNode(),l.push({type:2,index:++s});i.append(h[y],ae())}}}else if(i.nodeType===8)if(i.data===It)l.push({type:2,index:s});else{let h=-1;for(;(h=i.data.indexOf(M,h+1))!==-1;)l.push({type:7,index:s}),h+=M.length-1}s++}}static createElement(e,t){let r=I.createElement("template");return r.innerHTML=e,r}};function K(n,e,t=n,r){if(e===G)return e;let i=r!==void 0?t._$Co?.[r]:t._$Cl,s=le(e)?void 0:e._$litDirective$;return i?.constructor!==s&&(i?._$AO?.(!1),s===void 0?i=void 0:(i=new s(n),i._$AT(n,t,r)),r!==void 0?(t._$Co??=[])[r]=i:t._$Cl=i),i!==void 0&&(e=K(n,i._$AS(n,e.values),i,r)),e}var Qe=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:r}=this._$AD,i=(e?.creationScope??I).importNode(t,!0);B.currentNode=i;let s=B.nextNode(),o=0,a=0,l=r[0];for(;l!==void 0;){if(o===l.index){let d;l.type===2?d=new de(s,s.nextSibling,this,e):l.type===1?d=new l.ctor(s,l.name,l.strings,this,e):l.type===6&&(d=new nt(s,this,e)),this._$AV.push(d),l=r[++a]}o!==l?.index&&(s=B.nextNode(),o++)}return B.currentNode=I,i}p(e){let t=0;for(let r of this._$AV)r!==void 0&&(r.strings!==void 0?(r._$AI(e,r,t),t+=r.strings.length-2):r._$AI(e[t])),t++}},de=class n{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,r,i){this.type=2,this._$AH=u,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=r,this.options=i,this._$Cv=i?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=K(this,e,t),le(e)?e===u||e==null||e===""?(this._$AH!==u&&this._$AR(),this._$AH=u):e!==this._$AH&&e!==G&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):en(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==u&&le(this._$AH)?this._$AA.nextSibling.data=e:this.T(I.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:r}=e,i=typeof r=="number"?this._$AC(e):(r.el===void 0&&(r.el=ce.createElement(Vt(r.h,r.h[0]),this.options)),r);if(this._$AH?._$AD===i)this._$AH.p(t);else{let s=new Qe(i,this),o=s.u(this.options);s.p(t),this.T(o),this._$AH=s}}_$AC(e){let t=Ft.get(e.strings);return t===void 0&&Ft.set(e.strings,t=new ce(e)),t}k(e){st(this._$AH)||(this._$AH=[],this._$AR());let t=this._$AH,r,i=0;for(let s of e)i===t.length?t.push(r=new n(this.O(ae()),this.O(ae()),this,this.options)):r=t[i],r._$AI(s),i++;i<t.length&&(this._$AR(r&&r._$AB.nextSibling,i),t.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let r=Ot(e).nextSibling;Ot(e).remove(),e=r}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},Y=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,r,i,s){this.type=1,this._$AH=u,this._$AN=void 0,this.element=e,this.name=t,this._$AM=i,this.options=s,r.length>2||r[0]!==""||r[1]!==""?(this._$AH=Array(r.length-1).fill(new String),this.strings=r):this._$AH=u}_$AI(e,t=this,r,i){let s=this.strings,o=!1;if(s===void 0)e=K(this,e,t,0),o=!le(e)||e!==this._$AH&&e!==G,o&&(this._$AH=e);else{let a=e,l,d;for(e=s[0],l=0;l<s.length-1;l++)d=K(this,a[r+l],t,l),d===G&&(d=this._$AH[l]),o||=!le(d)||d!==this._$AH[l],d===u?e=u:e!==u&&(e+=(d??"")+s[l+1]),this._$AH[l]=d}o&&!i&&this.j(e)}j(e){e===u?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},et=class extends Y{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===u?void 0:e}},tt=class extends Y{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==u)}},rt=class extends Y{constructor(e,t,r,i,s){super(e,t,r,i,s),this.type=5}_$AI(e,t=this){if((e=K(this,e,t,0)??u)===G)return;let r=this._$AH,i=e===u&&r!==u||e.capture!==r.capture||e.once!==r.once||e.passive!==r.passive,s=e!==u&&(r===u||i);i&&this.element.removeEventListener(this.name,this,r),s&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},nt=class{constructor(e,t,r){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=r}get _$AU(){return this._$AM._$AU}_$AI(e){K(this,e)}};var rn=it.litHtmlPolyfillSupport;rn?.(ce,de),(it.litHtmlVersions??=[]).push("3.3.3");var qt=(n,e,t)=>{let r=t?.renderBefore??e,i=r._$litPart$;if(i===void 0){let s=t?.renderBefore??null;r._$litPart$=i=new de(e.insertBefore(ae(),s),s,void 0,t??{})}return i._$AI(n),i};var at=globalThis,w=class extends R{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=qt(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return G}};w._$litElement$=!0,w.finalized=!0,at.litElementHydrateSupport?.({LitElement:w});var nn=at.litElementPolyfillSupport;nn?.({LitElement:w});(at.litElementVersions??=[]).push("4.2.2");function xe(n,e=0){let t=10**e,r=Math.abs(n)*t;return Math.round(r*(1+Number.EPSILON))/t*Math.sign(n)||0}function lt(n,e){return e==="mmol/L"?xe(n/18.016,1):xe(n)}function $e(n){return n<=39?"low":n>=401?"high":null}function Wt(n,e){return n.is_urgent_low?"urgent_low":n.is_low?"low":n.is_high?"high":n.value<e.low?"below":n.value>e.high?"above":"in_range"}function we(n,e){let{target:t,status:r}=n,i=n.current!==null&&e-n.current.time<=n.staleAfter*60?n.current:null,s=i?null:n.last??n.current,o=i??s,a=r==="ok"?null:r;return!i&&a===null&&(a=o?"stale":"no_data"),{current:i,level:i&&Wt(i,t),last:s,ageMinutes:o&&Math.max(0,Math.floor((e-o.time)/60)),status:a}}var sn="glucose_value";function ct(n,e){return n.entities[e]?.platform===E}function ue(n){let e=new Map;for(let t of Object.values(n.entities)){if(t?.platform!==E||!t.device_id)continue;let r=e.get(t.device_id);(!r||jt(t)<jt(r))&&e.set(t.device_id,t)}return[...e].map(([t,r])=>({entity:r.entity_id,name:Yt(n,t)})).sort((t,r)=>t.name.localeCompare(r.name))}function _e(n,e){let t=n.entities[e]?.device_id;return ue(n).find(r=>n.entities[r.entity]?.device_id===t)}function Kt(n,e){return ct(n,e)?Yt(n,n.entities[e]?.device_id):""}function jt(n){return n.translation_key===sn?0:n.entity_id.startsWith("sensor.")?1:2}function Yt(n,e){let t=e?n.devices[e]:void 0;return t?.name_by_user||t?.name||""}var on={comma_decimal:["en-US"],decimal_comma:["de","es","it"],space_comma:["fr","sv","cs"],quote_decimal:["de-CH"],none:["en-US"]};function _(n){return`⁦${n}⁩`}function an(n){return{language:n.locale.language||n.language||"en",numberFormat:n.locale.number_format,timeFormat:n.locale.time_format,timeZone:n.locale.time_zone==="server"?n.config.time_zone:void 0}}var ut=class{cache=new Map;settings;constructor(e){this.settings=e}number(e,t=0,r=!1){return this.decimals(e,t,"decimal",r?"exceptZero":"auto")}percent(e,t=0){return this.decimals(e/100,t,"percent")}percents(e,t){return`${this.number(e)}–${this.percent(t)}`}decimals(e,t,r,i="auto"){let{numberFormat:s,language:o}=this.settings,a=s==="system"?void 0:on[s]??[o];return this.numbers(`${r}${t}${i}`,a,{style:r,minimumFractionDigits:t,maximumFractionDigits:t,useGrouping:s!=="none",signDisplay:i}).format(e)}glucose(e,t){return this.number(lt(e,t),t==="mmol/L"?1:0)}reading(e,t,r){let i=$e(e);return i===null?this.glucose(e,t):r[i]}change(e,t){let r=lt(e,t),i=this.number(r,t==="mmol/L"?1:0,!0);return _(r===0?`±${i}`:i.replace("-","−"))}count(e,t,r="short"){return this.numbers(`u${t}${r}`,[this.settings.language],{style:"unit",unit:t,unitDisplay:r,maximumFractionDigits:0}).format(e)}duration(e){let t=Math.round(e),r=Math.floor(t/60),i=t%60;return r===0?this.count(i,"minute"):i===0?this.count(r,"hour"):`${this.count(r,"hour")} ${this.count(i,"minute")}`}time(e,t){let r=this.dates("time",{hour:"numeric",minute:"2-digit"}).format(e*1e3);return t===void 0||this.dayKey(e)===this.dayKey(t)?r:`${this.dates("day",{month:"short",day:"numeric"}).format(e*1e3)}, ${r}`}date(e){return this.dates("date",{weekday:"short",month:"long",day:"numeric"}).format(e*1e3)}clock(e,t=!1){let r={hour:"numeric",timeZone:"UTC"};return(!t||this.is24Hour)&&(r.minute="2-digit"),this.dates(`clock${t}`,r).format(e*6e4)}minuteOfDay(e){let t=this.dates("parts",{hour:"2-digit",minute:"2-digit",hourCycle:"h23"},"en").formatToParts(e*1e3),r=i=>Number(t.find(s=>s.type===i)?.value??0);return r("hour")*60+r("minute")}get timeZone(){return this.dates("zone",{}).resolvedOptions().timeZone}get is24Hour(){return!this.dates("is24",{hour:"numeric"}).resolvedOptions().hour12}dayKey(e){return this.dates("key",{year:"numeric",month:"numeric",day:"numeric"},"en").format(e*1e3)}numbers(e,t,r){return this.cached(e,()=>{try{return new Intl.NumberFormat(t,r)}catch{return new Intl.NumberFormat("en",r)}})}dates(e,t,r){return this.cached(e,()=>{let{language:i,timeFormat:s,timeZone:o}=this.settings,a={...t};a.timeZone??=o,t.hour!==void 0&&t.hourCycle===void 0&&(s==="12"&&(a.hourCycle="h12"),s==="24"&&(a.hourCycle="h23"));let l=r??(s==="system"?void 0:i);try{return new Intl.DateTimeFormat(l,a)}catch{return new Intl.DateTimeFormat("en",a)}})}cached(e,t){let r=this.cache.get(e);return r||(r=t(),this.cache.set(e,r)),r}},dt;function Zt(n){let e=an(n),t=JSON.stringify(e);return dt?.key!==t&&(dt={key:t,formatter:new ut(e)}),dt.formatter}var Se=new Set,ke;function Jt(){return Math.floor(Date.now()/1e3)}function Xt(){ke=setTimeout(()=>{Xt();for(let n of[...Se])n()},6e4-Date.now()%6e4)}function Qt(n){return Se.add(n),ke===void 0&&Xt(),()=>{Se.delete(n),Se.size===0&&(clearTimeout(ke),ke=void 0)}}var er=3600,ln={version:1,series:{times:[],values:[]},events:[],current:null,last:null,status:"ok",thresholds:{urgent_low:55,low:70,high:250},target:{low:70,high:180},staleAfter:90,delay:60,historyLoaded:100,unit:"mg/dL",title:""};function tr(n,e){let t=e.full||!n?ln:n;return{version:e.version??t.version,series:cn(t.series,e.readings,e.hours),events:e.events??t.events,current:e.current===void 0?t.current:e.current,last:e.last===void 0?t.last:e.last,status:e.status??t.status,thresholds:e.thresholds??t.thresholds,target:e.target??t.target,staleAfter:e.stale_after??t.staleAfter,delay:e.delay??t.delay,historyLoaded:e.history_loaded??t.historyLoaded,unit:e.unit??t.unit,title:e.title??t.title}}function rr(n,e){return n?.series!==e.series||n.historyLoaded!==e.historyLoaded||n.unit!==e.unit}function cn(n,e,t){if(!e)return n;let r=new Set(t?.map(s=>Math.floor(s/er))),i=e.time.map((s,o)=>[s,e.value[o]]);return n.times.forEach((s,o)=>{r.has(Math.floor(s/er))||i.push([s,n.values[o]])}),i.sort(([s],[o])=>s-o),{times:i.map(([s])=>s),values:i.map(([,s])=>s)}}function Z(n,e){let t=0,r=n.length;for(;t<r;){let i=t+r>>1;n[i]<e?t=i+1:r=i}return t}function nr(n,e,t){let r=Z(n.times,e),i=Z(n.times,t+1);return r===0&&i===n.times.length?n:{times:n.times.slice(r,i),values:n.values.slice(r,i)}}var Ae=[3,6,12,24],ir=6*3600,sr=24+ir/3600;function or(n,e,t,r){let i=Math.min(r*60,ir),s=t===null?0:Math.max(0,e-t);return{start:e-Math.min(s,i)-n*3600,known:s>i?e:e-s,end:e}}function ar(n,e,t){let r=(n.end-n.start)/3600,i=[.5,1,2,3,4,6,8,12,24].find(l=>r/l<=t)??24,s=[],o=900,a=Math.ceil(n.start/o)*o;for(let l=a;l<=n.end;l+=o){let d=e.minuteOfDay(l);d%(i*60)===0&&s.push({time:l,label:e.clock(d,i>=1)})}return s}var dn={not_found:"not_found",unauthorized:"unauthorized",not_loaded:"not_loaded",auth_required:"auth_required",unknown_command:"server_older"};function Te(n){let e=n?.code;return typeof e=="string"&&dn[e]||"failed"}function ht(n){return["not_loaded","auth_required","server_older","failed"].includes(n)}var un=3e4,hn=5e3,pt=class{snapshot;problem;revision=0;subscribers=new Set;connection;entityId;ended;unsubscribe;ending;retry;attempt=0;availability;constructor(e,t,r){this.connection=e,this.entityId=t,this.ended=r}add(e){return this.subscribers.add(e),this.ending!==void 0?(clearTimeout(this.ending),this.ending=void 0,this.becameVisible()):this.subscribers.size===1&&(this.connection.addEventListener("ready",this.start),this.connection.addEventListener("disconnected",this.lost),this.start()),()=>{this.subscribers.delete(e),this.subscribers.size===0&&(this.ending=setTimeout(()=>this.end(),hn))}}entityChanged(e){let t=e===void 0?"missing":e.state==="unavailable"?"unavailable":"available",r=this.availability;this.availability=t,r!==void 0&&r!==t&&t!=="unavailable"&&this.start()}becameVisible(){this.problem&&ht(this.problem)&&this.retry===void 0&&this.start()}start=async()=>{this.stop(),this.attempt+=1;let e=this.attempt;try{let t=await this.connection.subscribeMessage(r=>{e===this.attempt&&this.received(r)},{type:"dexcom_cgm/readings",entity_id:this.entityId,hours:sr},{resubscribe:!1});e===this.attempt?this.unsubscribe=t:this.connection.connected&&await t()}catch(t){e===this.attempt&&this.failed(Te(t))}};received(e){let t=e.version??this.snapshot?.version??1;if(t!==1)this.problem=t>1?"server_newer":"server_older";else{this.problem=void 0;let r=this.snapshot;this.snapshot=tr(r,e),rr(r,this.snapshot)&&(this.revision+=1)}this.notify()}failed(e){this.problem=e,ht(e)&&(this.retry=setTimeout(()=>{this.retry=void 0,[...this.subscribers].some(t=>t.isVisible())&&this.start()},un)),this.notify()}lost=()=>{this.attempt+=1,this.unsubscribe=void 0,this.stop()};stop(){clearTimeout(this.retry),this.retry=void 0;let e=this.unsubscribe;this.unsubscribe=void 0,e?.().catch(()=>{})}end(){this.attempt+=1,this.stop(),this.connection.removeEventListener("ready",this.start),this.connection.removeEventListener("disconnected",this.lost),this.ended()}notify(){for(let e of[...this.subscribers])e.feedChanged()}},lr=new WeakMap;function cr(n,e){let t=lr.get(n.connection);t||(t=new Map,lr.set(n.connection,t));let r=t,i=r.get(e);return i||(i=new pt(n.connection,e,()=>{r.get(e)===i&&r.delete(e)}),r.set(e,i)),i}function pn(n,e,t){return n.connection!==e.connection||n.locale!==e.locale||n.language!==e.language||n.localize!==e.localize||n.themes?.darkMode!==e.themes?.darkMode||n.config.state!==e.config.state||n.config.time_zone!==e.config.time_zone||n.entities[t]!==e.entities[t]}var L=class extends w{config;feed;currentHass;inView=!0;isStale=!1;viewObserver;leaveFeed;stopClock;setConfig(e){this.config=this.checked(e),this.follow(),this.requestUpdate()}checked(e){return e}get hass(){return this.currentHass}set hass(e){let t=this.currentHass;if(this.currentHass=e,!e)return;let r=this.config?.entity??"";(!t||t.connection!==e.connection)&&this.follow(),(!t||t.language!==e.language)&&W(e).then(()=>this.requestUpdate()),t&&t.states[r]!==e.states[r]&&this.feed?.entityChanged(e.states[r]),(!t||pn(t,e,r))&&this.refresh()}connectedCallback(){super.connectedCallback(),document.addEventListener("visibilitychange",this.visibilityChanged),typeof IntersectionObserver<"u"&&(this.viewObserver=new IntersectionObserver(e=>{let t=e.at(-1);t&&(this.inView=t.isIntersecting,this.visibilityChanged())}),this.viewObserver.observe(this)),this.follow(),this.visibilityChanged()}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener("visibilitychange",this.visibilityChanged),this.viewObserver?.disconnect(),this.inView=!0,this.unfollow(),this.stopClock?.(),this.stopClock=void 0}isVisible(){return this.isConnected&&this.inView&&document.visibilityState!=="hidden"}feedChanged(){this.refresh()}refresh(){this.isVisible()||!this.hasUpdated?this.requestUpdate():this.isStale=!0}becameVisible(){this.feed?.becameVisible()}visibilityChanged=()=>{if(!this.isVisible()){this.stopClock?.(),this.stopClock=void 0;return}this.stopClock&&!this.isStale||(this.stopClock??=Qt(()=>this.minutePassed()),this.isStale=!1,this.becameVisible(),this.requestUpdate())};minutePassed(){this.requestUpdate()}follow(){let e=this.currentHass,t=this.config?.entity;if(!e||!this.isConnected)return;if(!t){this.unfollow();return}let r=cr(e,t);r!==this.feed&&(this.unfollow(),this.feed=r,r.entityChanged(e.states[t]),this.leaveFeed=r.add(this))}unfollow(){this.leaveFeed?.(),this.leaveFeed=void 0,this.feed=void 0}get t(){return k(this.currentHass?.localize)}get format(){return Zt(this.currentHass)}get accountName(){let e=this.currentHass,t=this.config?.entity;return this.config?.name||e&&t&&Kt(e,t)||this.feed?.snapshot?.title||this.t("name")}get now(){return Jt()}willUpdate(){this.toggleAttribute("dark",this.currentHass?.themes?.darkMode===!0)}render(){let e=this.currentHass;if(!e||!this.config)return u;if(!this.config.entity)return this.problem("no_entity");let t=this.feed?.problem;if(t)return this.problem(this.named(t,e,this.config.entity));let r=this.feed?.snapshot;return r?this.content(r):this.message(this.t("loading"),"",!1)}named(e,t,r){return e==="not_found"?!t.states[r]&&!t.entities[r]?"missing":ct(t,r)?"removed":"foreign":e==="server_older"&&t.config.state!=="RUNNING"?"starting":e}problem(e){let t=e==="auth_required"?`status.${e}`:`problem.${e}`,r=this.t(`${t}.text`,{entity:this.config?.entity??""});return this.message(this.t(`${t}.title`),r,e==="server_newer")}};function Ce(n,e,t,r){return c`<ha-card>
${n?c`<h2 class="muted">${n}</h2>`:u}
<div class="problem" role="status">
<strong>${e}</strong>
${t?c`<p>${t}</p>`:u}
${r?c`<button type="button" @click=${()=>location.reload()}>${r}</button>`:u}
</div>
</ha-card>`}var T={name:"entity",required:!0,selector:{entity:{filter:[{integration:E,domain:"sensor"}]}}},O={name:"name",selector:{text:{}}};function H(n,e,t,r){let i=k(n);return{name:e,default:`${r}`,selector:{select:{mode:"dropdown",options:t.map(s=>({value:`${s}`,label:i(`form.${e}_${s}`)}))}}}}function N(n){return{schema:n,computeLabel:(e,t)=>k(t)(`form.${e.name}`)}}function C(n){return ue(n)[0]?.entity??""}function mt(n){return(e,t)=>{if(e.entities[t]?.platform!==E)return null;let r=_e(e,t)?.entity??t;return{config:{type:`custom:${n}`,entity:r}}}}function J(n,e,t,r){if(n===void 0||n==="")return t;let i=e.find(s=>s===Number(n));if(i===void 0)throw new Error(`${r}: ${e.join(", ")}`);return i}var dr={rising_quickly:-90,rising:-90,rising_slightly:-45,steady:0,falling_slightly:45,falling:90,falling_quickly:90};function Ee(n,e){if(n===null||!(n in dr))return u;let t="M4 12h15M13 6l6 6-6 6",r=n.endsWith("_quickly"),i=`rotate(${dr[n]} 12 12)`;return g`<svg class="arrow" width=${e} height=${e} viewBox="0 0 24 24" aria-hidden="true"
fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">
${r?g`<path transform="translate(-6 0) ${i}" d=${t} /><path transform="translate(6 0) ${i}" d=${t} />`:g`<path transform=${i} d=${t} />`}
</svg>`}var mn={very_low:"M2 1h12l-6 7zM2 8h12l-6 7z",low:"M2 4h12l-6 9z",in_range:"M8 3a5 5 0 1 1 0 10a5 5 0 1 1 0-10",high:"M3 3h10v10h-10z",very_high:"M1 6h9v9h-9zM6 1h9v9h-4v-5h-5z"};function Re(n,e=14){return g`<svg class="mark" width=${e} height=${e} viewBox="0 0 16 16" aria-hidden="true"
fill="currentColor"><path d=${mn[n]} /></svg>`}function ur(n){return g`<svg class="mark" width="14" height="14" viewBox="0 0 16 16" aria-hidden="true"
fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><path d=${n?"M3 8.5l3.5 3.5L13 4.5":"M4 4l8 8M12 4l-8 8"} /></svg>`}function Me(n,e,t){switch(n){case"carbs":return`M${e-4} ${t}a4 4 0 1 1 8 0a4 4 0 1 1-8 0`;case"exercise":return`M${e-4} ${t-4}h8v8h-8z`;case"insulin":return`M${e-1.5} ${t-5}h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z`;default:return`M${e} ${t-5}l5 5-5 5-5-5z`}}var gn={urgent_low:"very_low",low:"low",below:"low",in_range:"in_range",above:"high",high:"very_high"};function z(n,e,t,r){return t.reading(n,e.unit,{low:r("value.low"),high:r("value.high")})}function X(n,e,t){let r=n.ageMinutes;if(r===null)return"";if(r===0)return t("age.ago",{age:`< ${e.count(1,"minute")}`});let i=n.current||r<120?e.count(r,"minute"):r<2880?e.duration(r):e.count(Math.floor(r/1440),"day","long");return t("age.ago",{age:i})}function Pe(n,e,t,r,i){let{current:s,last:o,level:a}=n,l=X(n,r,i),d=n.status?i(`status.${n.status}.title`):"";if(s&&a)return[`${z(s.value,e,r,i)} ${e.unit}`,i(`level.${a}`),s.trend?i(`trend.${s.trend}`):"",s.delta===null?"":`${r.change(s.delta,e.unit)} ${e.unit}`,l,s.source==="live"?i("live"):"",d].filter(Boolean).join(", ");if(!o)return d;let p=`${z(o.value,e,r,i)} ${e.unit}`;return`${d}, ${i("last_reading",{value:p,time:r.time(o.time,t),age:l})}`}function Le(n,e=14){return Re(gn[n],e)}function hr(n,e){let{status:t}=n;return t===null?u:c`<div class="status ${t}" role="status">
<strong>${e(`status.${t}.title`)}</strong>
<span>${e(`status.${t}.text`)}</span>
</div>`}var pr={"very-low":"#8a0c42",low:"#c2185b","in-range":"#00766a",high:"#9a5b00","very-high":"#6f3d00"},mr={"very-low":"#ff6fa3",low:"#f7a1c0","in-range":"#4fbfae",high:"#ffb74d","very-high":"#ff9142"},gr="#b0124f";function fr(n){return Object.entries(n).map(([e,t])=>`--${e}:var(--dexcom-cgm-${e}-color,${t});`).join("")}var D=x`
:host {
${j(fr(pr))}
--alarm: var(--dexcom-cgm-alarm-color, ${j(gr)});
--text: var(--primary-text-color, #141414);
--muted: var(--secondary-text-color, #5e5e5e);
--line: var(--divider-color, rgba(127, 127, 127, 0.3));
--surface: var(--ha-card-background, var(--card-background-color, #fff));
}
:host([dark]) {
${j(fr(mr))}
--text: var(--primary-text-color, #e1e1e1);
--muted: var(--secondary-text-color, #9b9b9b);
--surface: var(--ha-card-background, var(--card-background-color, #1c1c1c));
}
`,Q=x`
:host {
display: block;
height: 100%;
color: var(--text);
font-size: 14px;
line-height: 1.4;
}
* {
box-sizing: border-box;
}
ha-card {
display: flex;
flex-direction: column;
gap: 12px;
height: 100%;
padding: 16px;
overflow: hidden;
container-type: inline-size;
}
h2,
p {
margin: 0;
}
h2 {
font-size: 16px;
font-weight: 500;
line-height: 1.3;
overflow-wrap: anywhere;
}
header {
display: flex;
flex-wrap: wrap;
align-items: center;
justify-content: space-between;
gap: 8px 12px;
}
button {
font: inherit;
color: inherit;
background: none;
border: 0;
padding: 0;
cursor: pointer;
}
:focus-visible {
outline: 2px solid var(--primary-color, #0288d1);
outline-offset: 2px;
}
.hidden {
position: absolute;
width: 1px;
height: 1px;
overflow: hidden;
clip-path: inset(50%);
white-space: nowrap;
}
.muted {
color: var(--muted);
}
.note {
color: var(--muted);
font-size: 13px;
}
.choice {
display: inline-flex;
border: 1px solid var(--muted);
border-radius: 16px;
overflow: hidden;
}
.choice button {
min-width: 36px;
height: 30px;
padding: 0 8px;
font-size: 13px;
color: var(--text);
}
.choice button:focus-visible {
outline-offset: -3px;
}
.choice button[aria-pressed="true"] {
background: var(--text);
color: var(--surface);
font-weight: 500;
}
.problem {
display: flex;
flex-direction: column;
align-items: flex-start;
justify-content: center;
gap: 8px;
flex: 1;
min-height: 96px;
}
.problem strong {
font-weight: 500;
font-size: 16px;
}
.problem button {
min-height: 32px;
padding: 0 16px;
border: 1px solid var(--muted);
border-radius: 16px;
}
svg {
display: block;
direction: ltr;
}
`;var Oe=class extends L{static getConfigForm(){return N([T,O])}static getStubConfig(e){return{entity:C(e)}}message(e){return c`<div class="badge" role="status">
<span class="info"><small>${this.accountName}</small><span>${e}</span></span>
</div>`}content(e){let{format:t,t:r}=this,i=we(e,this.now),{current:s,last:o,level:a}=i,l=Pe(i,e,this.now,t,r),d=i.status?r(`status.${i.status}.title`):"";return c`<button type="button" class="badge ${a??"none"}" @click=${this.moreInfo}>
<span class="hidden">${this.accountName}: ${l}</span>
${a?Le(a,18):u}
<span class="info" aria-hidden="true">
<small>
${this.accountName}${s?c` · ${X(i,t,r)}`:d?c` · ${d}`:u}
</small>
<span class="line">
${s&&a?c`<b>${z(s.value,e,t,r)}</b>
${Ee(s.trend,18)}
${s.delta===null?u:t.change(s.delta,e.unit)}
${a==="in_range"?u:r(`level.${a}`)}`:o?c`<s>${z(o.value,e,t,r)}</s>
${t.time(o.time,this.now)}`:"–"}
</span>
</span>
</button>`}moreInfo(){let e={entityId:this.config?.entity};this.dispatchEvent(new CustomEvent("hass-more-info",{detail:e,bubbles:!0,composed:!0}))}static styles=[D,x`
:host {
display: block;
}
.badge {
display: flex;
align-items: center;
gap: 8px;
min-height: var(--ha-badge-size, 36px);
box-sizing: border-box;
padding: 2px 14px;
border: var(--ha-card-border-width, 1px) solid
var(--ha-card-border-color, var(--line));
border-radius: var(--ha-badge-border-radius, 18px);
background: var(--surface);
color: var(--text);
font: inherit;
font-size: 13px;
line-height: 1.25;
text-align: start;
}
button {
cursor: pointer;
}
:focus-visible {
outline: 2px solid var(--primary-color, #0288d1);
outline-offset: 2px;
}
.hidden {
position: absolute;
width: 1px;
height: 1px;
overflow: hidden;
clip-path: inset(50%);
white-space: nowrap;
}
.info {
display: flex;
flex-direction: column;
white-space: nowrap;
}
.line {
display: inline-flex;
align-items: center;
gap: 4px;
font-weight: 500;
}
small {
font-size: 11px;
color: var(--muted);
}
s {
color: var(--muted);
}
.mark {
flex: none;
}
.in_range .mark {
color: var(--in-range);
}
.above .mark,
.high .mark {
color: var(--high);
}
.below .mark {
color: var(--low);
}
.high {
border: 2px solid var(--high);
}
.below {
border: 2px dashed var(--low);
}
.low,
.urgent_low {
background: var(--alarm);
border: 2px solid var(--low);
color: #fff;
}
.urgent_low {
border-color: var(--text);
}
.low small,
.urgent_low small {
color: #fff;
}
`]};var yr=["carbs","fast_acting_insulin","long_acting_insulin","insulin","exercise"];function gt(n,e,t){if(n.value===null)return"";let r=[0,1].find(s=>Number(n.value?.toFixed(s))===n.value)??2,i=e.number(n.value,r);switch(n.unit){case"grams":return t("events.grams",{value:i});case"units":return t("events.units",{value:i});case"minutes":return e.count(n.value,"minute");default:return n.unit?`${i} ${n.unit}`:i}}function ft(n,e,t){return`${t(`events.${n.type}`)} ${gt(n,e,t)}`.trim()}var He=class extends L{hours=6;static getConfigForm(){let e=A()?.localize;return N([T,O,H(e,"hours",Ae,6),H(e,"graph",["line","points"],"line")])}static getStubConfig(e){return{entity:C(e),hours:"6",graph:"line"}}getCardSize(){return 6}getGridOptions(){return{columns:12,rows:6,min_columns:6,min_rows:5}}checked(e){if(e.graph!==void 0&&!["line","points"].includes(e.graph))throw new Error("graph: line, points");return this.hours=J(e.hours,Ae,6,"hours"),e}message(e,t,r){return Ce(this.accountName,e,t,r?this.t("reload"):null)}content(e){let t=we(e,this.now),r=Math.max(e.last?.time??0,e.series.times.at(-1)??0),i=Math.ceil(this.now/60)*60,s=this.sameWindow(or(this.hours,i,r||null,e.staleAfter));return c`<ha-card>
<header>
<h2>${this.accountName}</h2>
${this.hourChoice()}
</header>
${this.headline(t,e)} ${hr(t,this.t)}
<dexcom-cgm-glucose-chart
.series=${e.series}
.events=${e.events}
.live=${t.current?.source==="live"?t.current:null}
.thresholds=${e.thresholds}
.target=${e.target}
.unit=${e.unit}
.window=${s}
.graph=${this.config?.graph??"line"}
.format=${this.format}
.t=${this.t}
></dexcom-cgm-glucose-chart>
${this.legend(e,s)}
${e.historyLoaded<100?c`<p class="note">
${this.t("history_loading",{percent:this.format.percent(e.historyLoaded)})}
</p>`:u}
</ha-card>`}lastWindow;sameWindow(e){let t=this.lastWindow;return t?.start===e.start&&t.known===e.known&&t.end===e.end||(this.lastWindow=e),this.lastWindow??e}headline(e,t){let{format:r,t:i}=this,{current:s,last:o,level:a}=e,l=Pe(e,t,this.now,r,i),d=s&&a?c`
<span class="value">${z(s.value,t,r,i)}</span>
${Ee(s.trend,34)}
<span class="side">
<span class="unit">
${s.delta===null?u:c`<b>${r.change(s.delta,t.unit)}</b>`}
${t.unit}
</span>
<span class="level">${Le(a)} ${i(`level.${a}`)}</span>
</span>
<span class="age">
<b>${X(e,r,i)}</b>
<span>
${r.time(s.time,this.now)}${s.source==="live"?` · ${i("live")}`:u}
</span>
</span>
`:o?c`
<s class="value">${z(o.value,t,r,i)}</s>
<span class="side"><span class="unit">${t.unit}</span></span>
<span class="age">
<b>${r.time(o.time,this.now)}</b>
<span>${X(e,r,i)}</span>
</span>
`:c`<span class="value">–</span>`;return c`<button type="button" class="headline ${a??"none"}" @click=${this.moreInfo}>
<span class="hidden">${l}</span>
<span class="shown" aria-hidden="true">${d}</span>
</button>`}hourChoice(){return c`<div class="choice" role="group" aria-label=${this.t("form.hours")}>
${Ae.map(e=>c`<button
type="button"
aria-pressed=${e===this.hours}
@click=${()=>this.choose(e)}
>
${this.t("hours_short",{hours:this.format.number(e)})}
</button>`)}
</div>`}choose(e){this.hours=e,this.requestUpdate()}legend(e,t){let r=new Set(e.events.filter(s=>s.time>=t.start).map(s=>s.type)),i=yr.filter(s=>r.has(s));return i.length===0?u:c`<div class="legend note">
${i.map(s=>c`<span>
${g`<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path class=${s} d=${Me(s,6,6)} /></svg>`}
${this.t(`events.${s}`)}
</span>`)}
</div>`}moreInfo(){let e={entityId:this.config?.entity};this.dispatchEvent(new CustomEvent("hass-more-info",{detail:e,bubbles:!0,composed:!0}))}static styles=[D,Q,x`
.headline {
display: block;
text-align: start;
border-radius: 12px;
padding: 10px 14px;
margin: 0 -2px;
border: 2px solid transparent;
}
.shown {
display: flex;
flex-wrap: wrap;
align-items: center;
gap: 4px 10px;
}
.value {
font-size: 46px;
font-weight: 500;
line-height: 1;
letter-spacing: -0.02em;
font-variant-numeric: tabular-nums;
}
s.value {
color: var(--muted);
text-decoration-thickness: 3px;
font-weight: 400;
}
.arrow {
flex: none;
}
.side,
.age {
display: flex;
flex-direction: column;
font-size: 14px;
line-height: 1.35;
}
.unit b,
.age b {
font-weight: 600;
}
.unit b {
font-size: 16px;
unicode-bidi: isolate;
}
.level {
display: inline-flex;
align-items: center;
gap: 5px;
font-weight: 600;
}
.age {
margin-inline-start: auto;
text-align: end;
}
.in_range .value,
.in_range .level,
.in_range .arrow {
color: var(--in-range);
}
.above .value,
.above .level,
.above .arrow,
.high .value,
.high .level,
.high .arrow {
color: var(--high);
}
.high {
border-color: var(--high);
}
.below {
border: 2px dashed var(--low);
}
.below .value,
.below .level,
.below .arrow {
color: var(--low);
}
.low,
.urgent_low {
background: var(--alarm);
border-color: var(--low);
color: #fff;
}
.urgent_low {
border-width: 4px;
border-color: var(--text);
padding: 8px 12px;
}
.status {
display: flex;
flex-direction: column;
padding: 8px 12px;
border-inline-start: 4px solid var(--high);
background: color-mix(in srgb, var(--high) 10%, transparent);
border-radius: 4px;
font-size: 13px;
}
.status strong {
font-size: 14px;
font-weight: 600;
}
.auth_required {
border-color: var(--low);
background: color-mix(in srgb, var(--low) 10%, transparent);
}
dexcom-cgm-glucose-chart {
flex: 1 1 190px;
min-height: 90px;
}
.legend {
display: flex;
flex-wrap: wrap;
gap: 2px 14px;
font-size: 12px;
}
.legend span {
display: inline-flex;
align-items: center;
gap: 5px;
}
.legend path {
fill: var(--text);
}
.legend path.long_acting_insulin {
fill: none;
stroke: var(--text);
stroke-width: 1.6;
}
@container (max-width: 330px) {
.value {
font-size: 38px;
}
.age {
flex-direction: row;
gap: 8px;
margin-inline-start: 0;
}
}
`]};function ee(n,e){let t=(e[1]-e[0])/(n[1]-n[0]);return r=>e[0]+(r-n[0])*t}function m(n){return Math.round(n*10)/10}function Ne(n,...e){let t=Math.max(...e);for(let r of n)r>t&&(t=r);return t>400?440:Math.max(220,Math.ceil((t+12)/10)*10)}var ze=20;function De(n,e,t,r,i){let s=[...e.map(a=>({value:a,kind:"target"})),...t.map(a=>({value:a,kind:"threshold"})),...r.map(a=>({value:a,kind:"plain"}))],o=[];for(let a of s)o.every(l=>Math.abs(n(l.value)-n(a.value))>=i)&&o.push(a);return o}var he=960;function fn(n,e=he){let t=[],r=0;for(let i=1;i<=n.length;i+=1)(i===n.length||n[i]-n[i-1]>e)&&(t.push({from:r,to:i}),r=i);return t}function Ue(n,e,t,r=he){let{times:i,values:s}=n,o="";for(let{from:a,to:l}of fn(i,r)){for(let d=a;d<l;d+=1)o+=`${d===a?"M":"L"}${m(e(i[d]))} ${m(t(s[d]))}`;l-a===1&&(o+="h0")}return o}function vr(n,e,t,r,i){let s={inRange:"",low:"",high:""};return n.times.forEach((o,a)=>{let l=n.values[a],d=m(e(o)),p=m(t(l));if(l<r.low){let h=i*.85;s.low+=`M${m(d-h)} ${m(p-h)}h${m(2*h)}l${m(-h)} ${m(2*h)}z`}else if(l>r.high){let h=m(i*.6);s.high+=`M${m(d-h)} ${m(p-h)}h${2*h}v${2*h}h${-2*h}z`}else s.inRange+=`M${d} ${p}h0`}),s}function br(n){let e=[];return n.times.forEach((t,r)=>{let i=$e(n.values[r]),s=e.at(-1);i!==null&&(s?.end===i&&t-s.to<=he?s.to=t:e.push({end:i,from:t,to:t}))}),e}function yn(n,e){let t=Z(n,e),[r,i]=[n[t-1],n[t]];return r===void 0||i===void 0?r??i:e-r<=i-e?r:i}function xr(n,e,t,r){let i=yn(n.times,t),s=i!==void 0&&Math.abs(i-t)<=Math.max(r,he/2),o=s?i:t;return{time:o,value:s?n.values[Z(n.times,o)]??null:null,events:e.filter(a=>Math.abs(a.time-t)<=r)}}function $r(n,e){return[...new Set([...n.times,...e.map(r=>r.time)])].sort((r,i)=>r-i)}function wr(n,e,t){if(n.length===0)return null;let r=n.length-1;if(e===null)return n[t===Number.NEGATIVE_INFINITY?0:r];let i=Z(n,e),o=n[i]===e||t<0?i+t:i+t-1;return n[Math.min(r,Math.max(0,o))]}var f={left:34,right:8,top:8,bottom:20},U=class extends w{static properties={unit:{attribute:!1},target:{attribute:!1},format:{attribute:!1},t:{attribute:!1},width:{state:!0},height:{state:!0},cursor:{state:!0}};sizes;constructor(){super(),this.width=0,this.height=0,this.cursor=null}connectedCallback(){super.connectedCallback(),!(typeof ResizeObserver>"u")&&(this.sizes=new ResizeObserver(([e])=>{e&&(this.width=Math.round(e.contentRect.width),this.height=Math.round(e.contentRect.height))}),this.sizes.observe(this))}disconnectedCallback(){super.disconnectedCallback(),this.sizes?.disconnect()}render(){let e=this.stops(),t=this.cursor??e.at(-1)??null,r=t===null?0:e.filter(i=>i<=t).length-1;return c`
${this.width>0&&this.height>0?this.drawing():u}
<div
class="surface"
role="slider"
tabindex="0"
aria-label=${this.label()}
aria-valuemin="0"
aria-valuemax=${Math.max(0,e.length-1)}
aria-valuenow=${Math.max(0,r)}
aria-valuetext=${this.spoken(t)}
@pointermove=${this.pointed}
@pointerdown=${this.pointed}
@pointerleave=${this.left}
@keydown=${this.keyed}
@blur=${this.clear}
></div>
${this.cursor===null||this.width===0?u:this.placed(this.cursor)}
`}placed(e){let t=this.pixelAt(e),r=t>this.width/2,i=r?this.width-t+10:t+10;return c`<div class="read-out" style="${r?"right":"left"}:${Math.round(i)}px">
${this.readOutBox(e)}
</div>`}pointed(e){if(e.type==="pointermove"&&e.pointerType==="touch"&&e.buttons===0)return;let t=e.clientX-this.getBoundingClientRect().left,r=Math.min(Math.max(t,f.left),this.width-f.right);this.cursor=this.placeAt(r)}left(e){e.pointerType!=="touch"&&this.clear()}clear(){this.cursor=null}keyed(e){let r={ArrowLeft:-1,ArrowDown:-1,ArrowRight:1,ArrowUp:1,PageDown:-12,PageUp:12,Home:Number.NEGATIVE_INFINITY,End:Number.POSITIVE_INFINITY}[e.key];e.key==="Escape"?this.clear():r!==void 0&&(e.preventDefault(),this.cursor=this.moved(r))}static styles=[x`
:host {
display: block;
position: relative;
min-width: 0;
}
svg {
position: absolute;
inset: 0;
direction: ltr;
overflow: hidden;
}
.surface {
position: absolute;
inset: 0;
cursor: crosshair;
touch-action: pan-y;
border-radius: 4px;
}
.surface:focus-visible {
outline: 2px solid var(--primary-color, #0288d1);
}
.read-out {
position: absolute;
top: 4px;
max-width: 60%;
padding: 6px 10px;
border-radius: 8px;
border: 1px solid var(--muted);
background: var(--surface);
color: var(--text);
font-size: 13px;
line-height: 1.35;
pointer-events: none;
box-shadow: 0 2px 8px rgba(0, 0, 0, 0.2);
}
.read-out strong {
font-size: 15px;
font-weight: 600;
}
.read-out div {
white-space: nowrap;
}
text {
fill: var(--muted);
font-size: 11px;
font-family: inherit;
}
.grid {
stroke: var(--line);
stroke-width: 1;
}
.target {
fill: var(--in-range);
opacity: 0.12;
}
.limit {
stroke: var(--in-range);
stroke-width: 1;
fill: none;
}
.pointer {
stroke: var(--text);
stroke-width: 1;
}
.pointed {
fill: var(--surface);
stroke: var(--text);
stroke-width: 2;
}
`]};var pe=16,_r=8,vn=6.2,bn=[["carbs","exercise"],["fast_acting_insulin","long_acting_insulin","insulin"]];function Sr(n){return bn.map(e=>n.filter(t=>e.includes(t.type))).filter(e=>e.length>0)}function kr(n,e,t,r){let i=r-n.length*pe;return g`${n.map((s,o)=>{let a=i+o*pe+pe/2+1;return s.map((l,d)=>{let p=s[d+1];return xn(l,e,a,p?e(p.time)-6:t.clientWidth,t)})})}`}function xn(n,e,t,r,{format:i,t:s}){let o=m(e(n.time)),a=n.type==="exercise"&&n.unit==="minutes"?n.value??0:0,l=Math.max(0,m(e(n.time+a*60))-o),d=l>_r,p=gt(n,i,s),h=o+(d?l:_r/2)+4,y=h+p.length*vn<r;return g`
${d?g`<rect class="event" x=${o} y=${t-4} width=${l} height="8" rx="2" />`:g`<path class="event ${n.type}" d=${Me(n.type,o,t)} />`}
${y?g`<text class="amount" x=${h} y=${t+4}>${p}</text>`:u}`}var Ar=x`
.threshold {
fill: none;
stroke-width: 1.5;
stroke-dasharray: 5 4;
stroke: var(--low);
}
.threshold.urgent {
stroke-dasharray: 2 3;
}
.threshold.high {
stroke: var(--high);
}
.hatch {
stroke: var(--line);
stroke-width: 2;
}
.waiting {
fill: url(#hatch);
}
.trace {
fill: none;
stroke-width: 2.5;
stroke-linejoin: round;
stroke-linecap: round;
stroke: var(--in-range);
}
.trace.above {
stroke: var(--high);
}
.trace.below {
stroke: var(--low);
stroke-width: 4.5;
}
.dots {
fill: none;
stroke: var(--in-range);
stroke-linecap: round;
}
.squares {
fill: var(--high);
}
.triangles {
fill: var(--low);
}
.live {
fill: var(--surface);
stroke: var(--text);
stroke-width: 2.5;
}
.beyond {
font-weight: 700;
fill: var(--low);
paint-order: stroke;
stroke: var(--surface);
stroke-width: 3px;
}
.beyond.high {
fill: var(--high);
}
.empty {
font-size: 14px;
paint-order: stroke;
stroke: var(--surface);
stroke-width: 4px;
}
.event {
fill: var(--text);
}
.long_acting_insulin {
fill: var(--surface);
stroke: var(--text);
stroke-width: 2;
}
.amount {
fill: var(--text);
}
`;var $n=56,Fe=class extends U{static properties={series:{attribute:!1},events:{attribute:!1},live:{attribute:!1},thresholds:{attribute:!1},window:{attribute:!1},graph:{attribute:!1}};geometry;willUpdate(e){(!this.geometry||[...e.keys()].some(t=>t!=="cursor"&&t!=="t"))&&(this.geometry=this.compute())}compute(){let{start:e,end:t}=this.window,r=nr(this.series,e,t),i=this.events.filter(b=>b.time>=e&&b.time<=t).sort((b,$)=>b.time-$.time),s=Sr(i),o=s.length*pe,a=Math.max(f.top+10,this.height-f.bottom-o),l=ee([e,t],[f.left,Math.max(f.left+1,this.width-f.right)]),{low:d,high:p,urgent_low:h}=this.thresholds,y=Ne(this.live?[...r.values,this.live.value]:r.values,p,this.target.high),v=ee([ze,y],[a,f.top]),S=l(e+300)-l(e),q=Math.min(7,Math.max(2.6,S*.8));return{series:r,events:i,rows:s,stops:$r(r,i),x:l,y:v,bottom:a,valueTicks:De(v,[this.target.low,this.target.high],[d,p,h],[300,400].filter(b=>b<y),13),timeTicks:ar(this.window,this.format,Math.max(2,this.width/$n)),line:this.graph==="line"?Ue(r,l,v):"",points:vr(r,l,v,this.target,q),size:q}}get drawn(){return this.geometry??=this.compute(),this.geometry}get reach(){let{start:e,end:t}=this.window;return Math.max(150,6*(t-e)/Math.max(60,this.width))}stops(){return this.drawn.stops}placeAt(e){let{start:t,end:r}=this.window,i=this.width-f.right,s=t+(e-f.left)/(i-f.left)*(r-t);return this.readAt(s).value===null?s:this.readAt(s).time}pixelAt(e){return this.drawn.x(e)}moved(e){return wr(this.drawn.stops,this.cursor,e)}readAt(e){return xr(this.drawn.series,this.drawn.events,e,this.reach)}words(){return{low:this.t("value.low"),high:this.t("value.high")}}spoken(e){if(e===null)return this.t("graph.empty");let{time:t,value:r,events:i}=this.readAt(e),s=r===null?this.t("graph.no_reading"):`${this.format.reading(r,this.unit,this.words())} ${this.unit}`,o=i.map(a=>`${ft(a,this.format,this.t)} ${this.format.time(a.time)}`);return[`${this.format.time(t,this.window.end)}: ${s}`,...o].join(", ")}label(){let{values:e}=this.drawn.series,t=this.format.time(this.window.start,this.window.end),r=this.format.time(this.window.end);if(e.length===0)return this.t("graph.label_empty",{from:t,to:r});let i=a=>this.format.reading(a,this.unit,this.words()),s=e.reduce((a,l)=>Math.min(a,l)),o=e.reduce((a,l)=>Math.max(a,l));return this.t("graph.label",{from:t,to:r,lowest:i(s),highest:i(o),unit:this.unit})}readOutBox(e){let{time:t,value:r,events:i}=this.readAt(e);return c`
${r===null?c`<div>${this.t("graph.no_reading")}</div>`:c`<div>
<strong>${this.format.reading(r,this.unit,this.words())}</strong> ${this.unit}
</div>`}
<div>${this.format.time(t,this.window.end)}</div>
${i.map(s=>c`<div>${ft(s,this.format,this.t)} · ${this.format.time(s.time)}</div>`)}
`}drawing(){let{y:e,bottom:t}=this.drawn,r=f.left,i=this.width-f.right,s=m(e(this.target.high)),o=m(e(this.target.low));return c`<svg
width=${this.width}
height=${this.height}
viewBox="0 0 ${this.width} ${this.height}"
aria-hidden="true"
>
<defs>
<clipPath id="above"><rect x="0" y="0" width=${this.width} height=${s}></rect></clipPath>
<clipPath id="within">
<rect x="0" y=${s} width=${this.width} height=${o-s}></rect>
</clipPath>
<clipPath id="below">
<rect x="0" y=${o} width=${this.width} height=${Math.max(0,t-o+6)}></rect>
</clipPath>
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<path d="M0 0v6" class="hatch" />
</pattern>
</defs>
${this.background(r,i,s,o)} ${this.trace()} ${this.beyond()}
${kr(this.drawn.rows,this.drawn.x,this,this.height-f.bottom)} ${this.pointer()}
</svg>`}background(e,t,r,i){let{x:s,y:o,bottom:a,valueTicks:l,timeTicks:d}=this.drawn,{thresholds:p,window:h}=this,y=m(s(h.known)),v=t-y,S=[p.low,p.high,p.urgent_low],q=this.height-f.bottom,b=this.drawn.series.times.length===0&&!this.live;return g`
<rect class="target" x=${e} y=${r} width=${t-e} height=${i-r} />
<path class="limit" d="M${e} ${r}H${t}M${e} ${i}H${t}" />
${S.map(($,ne)=>{let Fr=ne===1?"high":ne===0?"low":"urgent",Br=m(o($));return g`<path class="threshold ${Fr}" d="M${e} ${Br}H${t}" />`})}
${d.map(({time:$,label:ne})=>g`
<path class="grid" d="M${m(s($))} ${f.top}V${q}" />
${s($)>this.width-24?g`<text x=${this.width-2} y=${this.height-6} text-anchor="end">${ne}</text>`:g`<text x=${m(s($))} y=${this.height-6} text-anchor="middle">${ne}</text>`}`)}
${l.map(({value:$})=>g`<text x=${e-5} y=${m(o($)+4)} text-anchor="end">${this.format.glucose($,this.unit)}</text>`)}
${v>3?g`<rect class="waiting" x=${y} y=${f.top} width=${v} height=${a-f.top} />
${v>80?g`<text x=${y+v/2} y=${a-5} text-anchor="middle">${this.t("graph.waiting")}</text>`:u}`:u}
${b?g`<text class="empty" x=${(e+t)/2} y=${(f.top+a)/2} text-anchor="middle">${this.t("graph.empty")}</text>`:u}`}trace(){let{line:e,points:t,size:r,x:i,y:s}=this.drawn,{live:o}=this;return g`
${e?g`<defs><path id="trace" d=${e} /></defs>
<use class="trace above" href="#trace" clip-path="url(#above)" />
<use class="trace within" href="#trace" clip-path="url(#within)" />
<use class="trace below" href="#trace" clip-path="url(#below)" />`:g`<path class="dots" stroke-width=${r} d=${t.inRange} />
<path class="squares" d=${t.high} />
<path class="triangles" d=${t.low} />`}
${o&&o.time>=this.window.start?g`<circle class="live" r="5" cx=${m(i(o.time))} cy=${m(s(o.value))} />`:u}`}beyond(){let{series:e,x:t,y:r}=this.drawn,i=this.words(),s=0;return g`${br(e).map(({end:o,from:a,to:l})=>{let d=m(Math.min(this.width-24,Math.max(f.left+16,t((a+l)/2))));if(d-18<s)return u;s=d+18;let p=o==="low"?r(39)+14:r(401)-7;return g`<text class="beyond ${o}" x=${d} y=${m(p)} text-anchor="middle">${i[o]}</text>`})}`}pointer(){if(this.cursor===null)return u;let{time:e,value:t}=this.readAt(this.cursor),{x:r,y:i}=this.drawn,s=m(r(t===null?this.cursor:e));return g`<path class="pointer" d="M${s} ${f.top}V${this.height-f.bottom}" />
${t===null?u:g`<circle class="pointed" r="5" cx=${s} cy=${m(i(t))} />`}`}static styles=[...U.styles,Ar]};var yt=1440,ge=5;function Tr(n){let e=n[0],t=n.at(-1);return!e||!t?[]:[{...t,center:t.center-yt},...n,{...e,center:e.center+yt}]}function Cr(n,e){let t=[],r;for(let i of n)e(i)?r?r.push(i):(r=[i],t.push(r)):r=void 0;return t}function me(n){return n.p50!==null&&n.days>=ge}function vt(n,e,t,r){return n.map(i=>`${m(t(i.center))} ${m(r(i[e]??0))}`)}function bt(n,e,t,r,i){return Cr(n,me).map(s=>`M${vt(s,t,r,i).join("L")}L${vt(s,e,r,i).reverse().join("L")}z`).join("")}function xt(n,e,t,r){let i=(o,a)=>o.p50!==null&&(e?me(o):!me(o)||[n[a-1],n[a+1]].some(l=>l?.p50!=null&&!me(l))),s=new Set(n.filter(i));return Cr(n,o=>s.has(o)).map(o=>`M${vt(o,"p50",t,r).join("L")}${o.length===1?"h0":""}`).join("")}function Er(n,e,t){return Ue({times:n.minute,values:n.value},e,t,16)}function te(n,e){let t=yt/Math.max(1,n.length);return Math.min(n.length-1,Math.max(0,Math.floor(e/t)))}function Rr(n){return n.some(e=>!me(e))}var Mr=new WeakMap;function Pr(n,e,t){let r=Mr.get(n);r||(r=new Map,Mr.set(n,r));let i=JSON.stringify(e),s=r.get(i);if(s?.revision===t)return s.answer;let o=n.sendMessagePromise(e),a={revision:t,answer:o},l=r;return l.set(i,a),o.catch(()=>{l.get(i)===a&&l.delete(i)}),o}var re=class extends L{days=14;answer;failed=!1;answered="";asked="";askedRevision=-1;askedAt=0;message(e,t,r){return Ce(this.accountName,e,t,r?this.t("reload"):null)}feedChanged(){this.askIfDue(),super.feedChanged()}becameVisible(){super.becameVisible(),this.askIfDue()}minutePassed(){this.askIfDue()}askIfDue(){let{feed:e,hass:t}=this;if(!e?.snapshot||e.problem||!t||!this.isVisible())return;let r=this.question(),i=JSON.stringify(r),{revision:s}=e;if(i===this.asked&&(s===this.askedRevision||this.now-this.askedAt<this.interval))return;this.asked=i,this.askedRevision=s,this.askedAt=this.now;let o=()=>this.asked===i&&this.askedRevision===s;Pr(t.connection,r,s).then(a=>{o()&&(this.answer=a,this.answered=i,this.failed=!1,this.refresh())},a=>{o()&&(this.asked="",this.failed=Te(a)!=="not_loaded",this.refresh())})}choose(e){this.days=e,this.failed=!1,this.askIfDue(),this.requestUpdate()}content(e){let{t}=this,r=this.answered===JSON.stringify(this.question())?this.answer:void 0,i;if(r&&r.version!==1){let s=r.version>1?"server_newer":"server_older";i=this.inner(t(`problem.${s}.title`),t(`problem.${s}.text`))}else r?i=this.measures(r,e):this.failed?i=this.inner(t("problem.failed.title"),t("problem.failed.text")):i=this.inner(t("loading"),"");return c`<ha-card>
<header>
<div>
<h2>${this.heading}</h2>
<div class="note">${this.accountName} · ${e.unit}</div>
</div>
<div class="choice" role="group" aria-label=${t("form.days")}>
${this.choices.map(s=>c`<button
type="button"
aria-pressed=${s===this.days}
@click=${()=>this.choose(s)}
>
${t("days_short",{days:this.format.number(s)})}
</button>`)}
</div>
</header>
${i}
${e.historyLoaded<100?c`<p class="note">
${t("history_loading",{percent:this.format.percent(e.historyLoaded)})}
</p>`:""}
</ha-card>`}inner(e,t){return c`<div class="problem" role="status">
<strong>${e}</strong>
<p>${t}</p>
</div>`}};var $t=[14,30,90],wn=7,_n=[],Be=class extends re{choices=$t;interval=900;static getConfigForm(){let e=A()?.localize;return N([T,O,H(e,"days",$t,14),{name:"daily",default:!1,selector:{boolean:{}}}])}static getStubConfig(e){return{entity:C(e),days:"14"}}getCardSize(){return 6}getGridOptions(){return{columns:12,rows:6,min_columns:6,min_rows:5}}checked(e){return this.days=J(e.days,$t,14,"days"),e}get heading(){return this.t("profile.title")}question(){let{entity:e,daily:t}=this.config??{};return{type:"dexcom_cgm/profile",entity_id:e,days:this.days,daily:t===!0}}measures(e,{unit:t}){let{format:r,t:i}=this,s=wn-e.days_with_data;if(s>0)return c`<div class="problem" role="status">
<strong>${i("profile.too_few")}</strong>
<p>${i("profile.missing",{days:r.number(s)})}</p>
</div>`;let o=[i("profile.rests_on",{days:r.count(e.days_with_data,"day","long")})];return Rr(e.bins)&&o.push(i("profile.thin",{days:r.count(ge,"day","long")})),e.time_zone!==r.timeZone&&o.push(i("profile.time_zone",{zone:e.time_zone})),c`<dexcom-cgm-profile-chart
.bins=${e.bins}
.daily=${e.daily??_n}
.target=${e.target}
.unit=${t}
.format=${r}
.t=${i}
></dexcom-cgm-profile-chart>
<div class="legend note">
<span><i class="median"></i>${i("profile.median")}</span>
<span><i class="inner"></i>${_(r.percents(25,75))}</span>
<span><i class="outer"></i>${_(r.percents(5,95))}</span>
${this.config?.daily?c`<span><i class="daily"></i>${i("profile.daily")}</span>`:u}
</div>
<p class="note">${o.join(" ")}</p>`}static styles=[D,Q,x`
:host {
--band: var(--dexcom-cgm-profile-color, #1f5fa8);
}
:host([dark]) {
--band: var(--dexcom-cgm-profile-color, #7db5f0);
}
dexcom-cgm-profile-chart {
flex: 1 1 200px;
min-height: 90px;
}
.legend {
display: flex;
flex-wrap: wrap;
gap: 2px 14px;
}
.legend span {
display: inline-flex;
align-items: center;
gap: 6px;
}
i {
width: 18px;
height: 10px;
background: color-mix(in srgb, var(--band) 48%, transparent);
}
i.outer {
background: color-mix(in srgb, var(--band) 18%, transparent);
outline: 1px dashed var(--band);
}
i.median {
height: 3px;
background: var(--band);
}
i.daily {
height: 1px;
background: var(--muted);
}
`]};var Ie=1440,Ge=class extends U{static properties={bins:{attribute:!1},daily:{attribute:!1}};geometry;willUpdate(e){(!this.geometry||[...e.keys()].some(t=>t!=="cursor"&&t!=="t"))&&(this.geometry=this.compute())}compute(){let e=Math.max(f.top+10,this.height-f.bottom),t=ee([0,Ie],[f.left,Math.max(f.left+1,this.width-f.right)]),r=[...this.bins.map(a=>a.p95??0),...this.daily.flatMap(a=>a.value)],i=Ne(r,this.target.high),s=ee([ze,i],[e,f.top]),o=Tr(this.bins);return{x:t,y:s,bottom:e,valueTicks:De(s,[this.target.low,this.target.high],[],[250,300,350,400].filter(a=>a<i),13),outer:bt(o,"p5","p95",t,s),inner:bt(o,"p25","p75",t,s),median:xt(o,!0,t,s),thinMedian:xt(o,!1,t,s),daily:this.daily.map(a=>Er(a,t,s))}}get drawn(){return this.geometry??=this.compute(),this.geometry}stops(){return this.bins.map(e=>e.center)}placeAt(e){let t=this.width-f.right,r=(e-f.left)/(t-f.left)*Ie;return this.bins[te(this.bins,r)]?.center??r}pixelAt(e){return this.drawn.x(e)}moved(e){let t=this.bins.length-1;if(t<0)return null;let r=this.cursor===null?-Math.sign(e):te(this.bins,this.cursor);return this.bins[Math.min(t,Math.max(0,r+e))]?.center??null}lines(e){let t=this.bins[te(this.bins,e)];if(!t||t.p50===null)return[this.t("graph.no_reading")];let{format:r,unit:i,t:s}=this,o=l=>r.reading(l??0,i,{low:s("value.low"),high:s("value.high")}),a=[`${s("profile.median")}: ${o(t.p50)} ${i}`];return t.days>=ge&&a.push(_(`${r.percents(25,75)}: ${o(t.p25)}–${o(t.p75)}`),_(`${r.percents(5,95)}: ${o(t.p5)}–${o(t.p95)}`)),a.push(s("profile.of_days",{days:r.count(t.days,"day","long")})),a}times(e){let r=this.bins[te(this.bins,e)]?.minute??e,i=Ie/Math.max(1,this.bins.length);return`${this.format.clock(r)}–${this.format.clock((r+i)%Ie)}`}spoken(e){return e===null?this.t("graph.empty"):[this.times(e),...this.lines(e)].join(", ")}label(){return this.t("profile.label")}readOutBox(e){let[t,...r]=this.lines(e);return c`<div><strong>${t}</strong></div>
${r.map(i=>c`<div>${i}</div>`)}
<div>${this.times(e)}</div>`}drawing(){let{x:e,y:t,bottom:r,valueTicks:i,outer:s,inner:o,median:a,thinMedian:l,daily:d}=this.drawn,p=f.left,h=this.width-f.right,y=m(t(this.target.high)),v=m(t(this.target.low)),S=this.width<280?12:this.width<420?6:3,q=Array.from({length:24/S+1},(b,$)=>$*S);return c`<svg
width=${this.width}
height=${this.height}
viewBox="0 0 ${this.width} ${this.height}"
aria-hidden="true"
>
<defs>
<clipPath id="day">
<rect x=${p} y="0" width=${h-p} height=${this.height}></rect>
</clipPath>
</defs>
<rect class="target" x=${p} y=${y} width=${h-p} height=${v-y}></rect>
${q.map(b=>g`<path class="grid" d="M${m(e(b*60))} ${f.top}V${r}" />
<text x=${m(e(b*60))} y=${this.height-6}
text-anchor=${b===0?"start":b===24?"end":"middle"}>${this.format.clock(b%24*60,!0)}</text>`)}
${i.map(({value:b})=>g`<text x=${p-5} y=${m(t(b)+4)} text-anchor="end">${this.format.glucose(b,this.unit)}</text>`)}
<g clip-path="url(#day)">
<path class="outer" d=${s}></path>
<path class="inner" d=${o}></path>
${d.map(b=>g`<path class="daily" d=${b} />`)}
<path class="limit" d="M${p} ${y}H${h}M${p} ${v}H${h}"></path>
<path class="median" d=${a}></path>
<path class="median thin" d=${l}></path>
</g>
${this.pointer()}
</svg>`}pointer(){if(this.cursor===null)return u;let{x:e,y:t,bottom:r}=this.drawn,i=m(e(this.cursor)),s=this.bins[te(this.bins,this.cursor)]?.p50??null;return g`<path class="pointer" d="M${i} ${f.top}V${r}" />
${s===null?u:g`<circle class="pointed" r="5" cx=${i} cy=${m(t(s))} />`}`}static styles=[...U.styles,x`
.outer {
fill: var(--band);
fill-opacity: 0.18;
stroke: var(--band);
stroke-width: 1;
stroke-dasharray: 3 3;
}
.inner {
fill: var(--band);
fill-opacity: 0.38;
}
.median {
fill: none;
stroke: var(--band);
stroke-width: 3;
stroke-linejoin: round;
stroke-linecap: round;
}
.median.thin {
stroke-width: 2;
stroke-dasharray: 1 5;
}
.daily {
fill: none;
stroke: var(--text);
stroke-width: 1;
opacity: 0.28;
}
`]};function wt(n){if(!n||n.share===null)return 1;for(let e=1;e<3;e+=1)if(xe(n.share,e)!==n.limit||n.share===n.limit)return e;return 3}var _t=[1,7,14,30,90],St=["most_adults","older_or_frail","pregnancy"],Sn={very_low:"time_very_low",low:"time_below_range",in_range:"time_in_range",high:"time_above_range",very_high:"time_very_high"},Ve=class extends re{choices=_t;interval=60;static getConfigForm(){let e=A()?.localize;return N([T,O,H(e,"days",_t,14),H(e,"targets",St,"most_adults")])}static getStubConfig(e){return{entity:C(e),days:"14",targets:"most_adults"}}getCardSize(){return 8}getGridOptions(){return{columns:12,rows:"auto",min_columns:6}}checked(e){if(e.targets!==void 0&&!St.includes(e.targets))throw new Error(`targets: ${St.join(", ")}`);return this.days=J(e.days,_t,14,"days"),e}get heading(){return this.t("range.title")}question(){let{entity:e,targets:t}=this.config??{},r={type:"dexcom_cgm/summary",entity_id:e,days:this.days};return t?{...r,targets:t}:r}measures(e,{unit:t}){return c`${e.readings===0?c`<div class="problem" role="status"><strong>${this.t("range.no_readings")}</strong></div>`:c`${this.bar(e)} ${this.table(e,t)}`}
${this.figures(e,t)} ${this.missing(e)}`}bar(e){return c`<div class="bar" aria-hidden="true">
${e.bands.map(t=>t.share?c`<div class="part ${t.key}" style="flex-grow:${t.share}"></div>`:u)}
</div>`}table(e,t){let r=e.bands.map(i=>this.row(e,i,t));return c`<table>
<caption class="hidden">
${this.t("range.caption",{days:this.format.count(this.days,"day","long")})}
</caption>
<thead class="hidden">
<tr>
<th scope="col">${this.t("range.band")}</th>
<th scope="col">${this.t("range.share")}</th>
<th scope="col">${this.t("range.goal")}</th>
</tr>
</thead>
<tbody>
${r.reverse()}
</tbody>
</table>`}row(e,t,r){let{format:i,t:s}=this,o=e.goals.find(p=>p.measure===Sn[t.key]),l=t.key==="low"||t.key==="high"?1:wt(o),d=t.share===null?"–":i.percent(t.share,l);return c`<tr class=${t.key}>
<th scope="row">
${Re(t.key)}
<span>${s(`bands.${t.key}`)}<small>${this.limits(t,r)}</small></span>
</th>
<td>
<b>${d}</b>
<small>
${t.minutes_per_day===null?u:s("range.per_day",{time:i.duration(t.minutes_per_day)})}
</small>
</td>
<td class="goal">${o?this.goal(o,t):u}</td>
</tr>`}limits({from:e,to:t},r){let i=s=>this.format.glucose(s,r);return e===null&&t!==null?_(`< ${i(t+1)}`):t===null&&e!==null?_(`> ${i(e-1)}`):_(`${i(e??0)}–${i(t??0)}`)}goal(e,t){let{format:r,t:i}=this,s=e.is_minimum?">":"<",o=_(`${s} ${r.percent(e.limit,e.limit%1?1:0)}`),a=t.key==="low"||t.key==="high",l=i(a?`range.goal_${t.key}`:"range.goal_one",{limit:o}),d=a&&e.share!==null?` (${r.percent(e.share,wt(e))})`:"";return e.is_met===null?c`<span>${l}</span>`:c`<span class=${e.is_met?"met":"unmet"}>
${ur(e.is_met)}<span>${l}<small>${i(e.is_met?"range.met":"range.unmet")}${d}</small></span>
</span>`}figures(e,t){let{format:r,t:i}=this,s=(l,d)=>l===null?"–":r.percent(l,d),a=[["mean",e.mean_glucose===null?"–":`${r.glucose(e.mean_glucose,t)} ${t}`],["gmi",s(e.gmi,1)],["variability",s(e.variability,1)],["cgm_active",s(e.cgm_active,0)]];return c`<dl>
${a.map(([l,d])=>c`<div>
<dt>${i(`range.${l}`)}</dt>
<dd>${d}</dd>
</div>`)}
</dl>`}missing(e){if(e.is_sufficient)return u;let{format:t,t:r}=this;if(e.missing_days>0)return c`<p class="note">${r("range.too_short")}</p>`;let i=[];return e.missing_readings>0&&i.push(r("range.missing_readings",{readings:t.number(e.missing_readings)})),e.measures_from!==null&&i.push(r("range.measures_from",{date:t.date(e.measures_from)})),c`<p class="note">${[r("range.insufficient"),...i].join(" ")}</p>`}static styles=[D,Q,x`
.bar {
display: flex;
gap: 2px;
height: 26px;
border-radius: 8px;
overflow: hidden;
flex: none;
}
.part {
flex-basis: 0;
min-width: 4px;
background: var(--c);
}
.part.very_low {
background: repeating-linear-gradient(45deg, var(--c) 0 4px, var(--surface) 4px 6px);
}
.part.very_high {
background: repeating-linear-gradient(-45deg, var(--c) 0 4px, var(--surface) 4px 6px);
}
.very_low {
--c: var(--very-low);
}
.low {
--c: var(--low);
}
.in_range {
--c: var(--in-range);
}
.high {
--c: var(--high);
}
.very_high {
--c: var(--very-high);
}
table {
border-collapse: collapse;
width: 100%;
}
tr + tr {
border-top: 1px solid var(--line);
}
th,
td {
padding: 6px 0;
text-align: start;
vertical-align: top;
font-weight: 400;
}
th {
display: flex;
gap: 8px;
}
th svg {
color: var(--c);
flex: none;
margin-top: 3px;
}
th small {
white-space: nowrap;
}
td {
padding-inline-start: 10px;
}
small {
display: block;
font-size: 12px;
color: var(--muted);
}
b {
font-size: 16px;
font-weight: 600;
}
.in_range b {
font-size: 20px;
line-height: 1.1;
}
.goal > span {
display: flex;
gap: 5px;
font-size: 13px;
}
.goal svg {
flex: none;
margin-top: 2px;
}
.met svg {
color: var(--in-range);
}
.unmet svg {
color: var(--high);
}
dl {
display: grid;
grid-template-columns: repeat(4, 1fr);
gap: 8px 12px;
margin: 0;
padding-top: 12px;
border-top: 1px solid var(--line);
}
dt {
font-size: 12px;
color: var(--muted);
}
dd {
margin: 0;
font-size: 17px;
font-weight: 600;
}
@container (max-width: 420px) {
dl {
grid-template-columns: repeat(2, 1fr);
}
}
`]};var V=(n,{entity:e,name:t},r={})=>({type:`custom:dexcom-cgm-${n}`,entity:e,...t?{name:t}:{},...r});function Lr(n,e){return n.entity?[_e(e,n.entity)??{entity:n.entity,name:""}]:ue(e)}var Or=n=>({type:"markdown",content:n("strategy.no_account")});function Hr(n,e,t){let r=Lr(n,e),i=r.flatMap(s=>[...r.length>1?[{type:"heading",heading:s.name}]:[],V("glucose-card",s),V("range-card",s),V("profile-card",s)]);return{type:"grid",cards:i.length>0?i:[Or(t)]}}function Nr(n,e,t){let r=Lr(n,e);if(r.length===0)return{title:t("strategy.name"),views:[{title:t("strategy.name"),cards:[Or(t)]}]};let i=r.length>1,s=r.map((o,a)=>({title:o.name||t("strategy.name"),path:i?`glucose-${a+1}`:"glucose",type:"sections",max_columns:3,badges:r.map(l=>V("badge",l)),sections:[{type:"grid",cards:[V("glucose-card",o,{grid_options:{columns:12,rows:7}})]},{type:"grid",cards:[V("range-card",o)]},{type:"grid",cards:[V("profile-card",o,{grid_options:{columns:12,rows:7}})]}]}));return{title:t("strategy.name"),views:s}}var zr="custom:dexcom-cgm";async function kt(n){return k(await W(n)??n.localize)}var qe=class extends HTMLElement{static registryDependencies=["entities","devices"];static getConfigElement(){return document.createElement("dexcom-cgm-strategy-editor")}},We=class extends qe{static async generate(e,t){return Nr(e,t,await kt(t))}static getStubConfig(){return{type:zr}}static async getCreateSuggestions(e){return{title:(await kt(e))("strategy.name"),icon:"mdi:water"}}},je=class extends qe{static async generate(e,t){return Hr(e,t,await kt(t))}static getStubConfig(e){return{type:zr,entity:C(e)}}},Ke=class extends w{static properties={hass:{attribute:!1},config:{state:!0}};setConfig(e){this.config=e}render(){if(!this.hass||!this.config)return u;let e=k(this.hass.localize);return c`<ha-form
.hass=${this.hass}
.data=${this.config}
.schema=${[{...T,required:!1}]}
.computeLabel=${t=>e(`form.${t.name}`)}
.computeHelper=${()=>e("strategy.all_accounts")}
@value-changed=${this.changed}
></ha-form>`}changed(e){e.stopPropagation();let t={...this.config,...e.detail.value};t.entity||delete t.entity,this.dispatchEvent(new CustomEvent("config-changed",{detail:{config:t},bubbles:!0,composed:!0}))}};var kn={"dexcom-cgm-glucose-chart":Fe,"dexcom-cgm-profile-chart":Ge,"dexcom-cgm-glucose-card":He,"dexcom-cgm-range-card":Ve,"dexcom-cgm-profile-card":Be,"dexcom-cgm-badge":Oe,"dexcom-cgm-strategy-editor":Ke,"ll-strategy-dashboard-dexcom-cgm":We,"ll-strategy-section-dexcom-cgm":je};for(let[n,e]of Object.entries(kn))customElements.get(n)||customElements.define(n,e);function At(n,e,t){let r=window;r[n]??=[],!r[n].some(s=>s.type===e.type&&s.strategyType===e.strategyType)&&r[n].push({...e,get name(){return k(A()?.localize)(`${t}.name`)},get description(){return k(A()?.localize)(`${t}.description`)}})}for(let n of["glucose","range","profile"]){let e=`dexcom-cgm-${n}-card`,t={type:e,preview:!0,getEntitySuggestion:mt(e)};At("customCards",t,`picker.${n}`)}var Dr="dexcom-cgm-badge";At("customBadges",{type:Dr,preview:!0,getEntitySuggestion:mt(Dr)},"picker.badge");for(let n of["dashboard","section"])At("customStrategies",{type:"dexcom-cgm",strategyType:n},`picker.${n}`);var Ur=A();Ur&&W(Ur);
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
