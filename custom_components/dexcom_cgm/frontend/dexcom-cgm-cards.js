var Rt={age:{ago:"{age} ago"},bands:{high:"High",in_range:"In range",low:"Low",very_high:"Very high",very_low:"Very low"},days_short:"{days} d",drill:{mark:"DRILL",text:"Made-up reading, to test automations"},events:{carbs:"Carbs",exercise:"Exercise",fast_acting_insulin:"Fast-acting insulin",grams:"{value} g",insulin:"Insulin",long_acting_insulin:"Long-acting insulin",units:"{value} U"},export:{blocked:"The browser blocked the new tab.",events_csv:"Events (CSV)",failed:"Could not create the file. Try again; if this stays, look into Home Assistant's log.",open:"Open the report",readings_csv:"Readings (CSV)",report:"Report",unauthorized:"Your user may not read everything that this contains. An administrator can change that.",waiting:"Creating…"},form:{daily:"Show single days as faint lines",days:"Days",days_1:"1 day",days_14:"14 days",days_30:"30 days",days_7:"7 days",days_90:"90 days",entity:"Account (any sensor of it)",graph:"Graph",graph_line:"Line",graph_points:"Points",hours:"Hours shown",hours_12:"12 hours",hours_24:"24 hours",hours_3:"3 hours",hours_6:"6 hours",name:"Name",targets:"Goals for",targets_most_adults:"Most adults",targets_older_or_frail:"Older adults or high risk",targets_pregnancy:"Pregnancy with type 1 diabetes"},graph:{empty:"No readings",label:"Glucose from {from} to {to}, lowest {lowest}, highest {highest} {unit}",label_empty:"Glucose from {from} to {to}: no readings",no_reading:"No reading",waiting:"Not sent yet"},history_loading:"Loading the history: {percent}. Everything here fills up as it arrives.",hours_short:"{hours} h",last_reading:"last reading {value} at {time}, {age}",level:{above:"Above range",below:"Below range",high:"High",in_range:"In range",low:"Low",urgent_low:"Urgent low"},live:"Live sensor",loading:"Loading…",name:"Glucose",picker:{badge:{description:"Current glucose with trend and age",name:"Dexcom glucose"},dashboard:{description:"A view for each Dexcom account: glucose, time in range and profile",name:"Dexcom CGM"},glucose:{description:"Current glucose with trend and age, and its graph by measurement time",name:"Dexcom glucose"},profile:{description:"Median and percentiles of glucose by time of day",name:"Dexcom glucose profile"},range:{description:"Time in five ranges, goals, average, GMI and variation",name:"Dexcom time in range"},section:{description:"Glucose, time in range and profile of a Dexcom account",name:"Dexcom CGM"}},problem:{failed:{text:"The card tries again by itself. If this stays, look into Home Assistant's log.",title:"Could not load the data"},foreign:{text:"{entity} belongs to another integration. Choose a sensor of Dexcom CGM in the card's settings.",title:"Not a Dexcom CGM sensor"},missing:{text:"{entity} does not exist. It may have been renamed, disabled or removed. Choose another sensor in the card's settings.",title:"Sensor not found"},no_entity:{text:"Edit the card and choose a sensor of a Dexcom CGM account.",title:"Choose an account"},not_loaded:{text:"The account is not set up at the moment. The card tries again by itself; Settings > Devices & services says more.",title:"Account not ready"},removed:{text:"The account of {entity} has been removed. Choose another sensor in the card's settings.",title:"Account not available"},server_newer:{text:"The integration has been updated. Reload the page to get the new card.",title:"Reload this page"},server_older:{text:"The card is newer than the running integration. Restart Home Assistant to finish the update.",title:"Restart Home Assistant"},starting:{text:"The card appears as soon as the account is ready.",title:"Home Assistant is starting"},unauthorized:{text:"Your user may not read this sensor. An administrator can change that.",title:"No permission"}},profile:{daily:"Single days",label:"Glucose by time of day, median and percentiles",median:"Median",missing:"More days with readings needed: {days}.",of_days:"from {days}",rests_on:"From readings of {days}.",thin:"Where there are readings of fewer than {days}, only the median is drawn, dotted.",time_zone:"Times of day are those of {zone}.",title:"Glucose by time of day",too_few:"Too few days for a profile"},range:{band:"Range",caption:"Time in each range over {days}",cgm_active:"Time CGM active",gmi:"GMI",goal:"Goal",goal_high:"All high {limit}",goal_low:"All low {limit}",goal_one:"Goal {limit}",insufficient:"There are too few readings for GMI and goals.",mean:"Average glucose",measures_from:"They are expected from {date}, if no more readings are missed.",met:"met",missing_readings:"More readings needed: {readings}.",no_readings:"No readings in this time",per_day:"{time}/day",share:"Share of the time",title:"Time in range",too_short:"GMI and goals need at least 14 days. Choose a longer period.",unmet:"not met",variability:"Variation (CV)"},reload:"Reload the page",status:{auth_required:{text:"Log in again under Settings > Devices & services > Dexcom CGM.",title:"Logged out of Dexcom"},cannot_connect:{text:"Dexcom cannot be reached at the moment. The connection is retried by itself.",title:"Not connected to Dexcom"},delayed:{text:"Dexcom has sent nothing new for longer than usual. Check that the phone or receiver is online.",title:"Readings are delayed"},no_data:{text:"Dexcom has no recent readings of this account. Check the sensor and the Dexcom app.",title:"No readings"},rate_limited:{text:"There were too many requests. The next one is made in a few minutes.",title:"Dexcom asks to wait"},stale:{text:"The last reading is too old to rely on. A new one appears here by itself.",title:"No current reading"}},strategy:{all_accounts:"Leave empty to show all accounts.",name:"Glucose",no_account:"No Dexcom account is set up yet. Add one under Settings > Devices & services."},trend:{falling:"falling",falling_quickly:"falling quickly",falling_slightly:"falling slightly",rising:"rising",rising_quickly:"rising quickly",rising_slightly:"rising slightly",steady:"steady"},value:{high:"HIGH",low:"LOW"}};var R="dexcom_cgm";function S(){return document.querySelector("home-assistant")?.hass}var tn=`component.${R}.config_panel.`,Mt=new WeakMap;function W(n){let e=Mt.get(n.connection);e||(e=new Map,Mt.set(n.connection,e));let t=e.get(n.language);return t||(t=n.loadBackendTranslation("config_panel",R).catch(()=>{e.delete(n.language)}),e.set(n.language,t)),t}function w(n){return(e,t)=>n?.(tn+e,t)||rn(e,t)}function rn(n,e={}){let t=Rt;for(let r of n.split("."))t=typeof t=="object"?t[r]:void 0;return typeof t=="string"?nn(t,e):n}function nn(n,e){return n.replace(/\{(\w+)\}/g,(t,r)=>e[r]??t)}var ye=globalThis,ve=ye.ShadowRoot&&(ye.ShadyCSS===void 0||ye.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Xe=Symbol(),Pt=new WeakMap,se=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==Xe)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(ve&&e===void 0){let r=t!==void 0&&t.length===1;r&&(e=Pt.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),r&&Pt.set(t,e))}return e}toString(){return this.cssText}},j=n=>new se(typeof n=="string"?n:n+"",void 0,Xe),b=(n,...e)=>{let t=n.length===1?n[0]:e.reduce((r,i,s)=>r+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(i)+n[s+1],n[0]);return new se(t,n,Xe)},Lt=(n,e)=>{if(ve)n.adoptedStyleSheets=e.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(let t of e){let r=document.createElement("style"),i=ye.litNonce;i!==void 0&&r.setAttribute("nonce",i),r.textContent=t.cssText,n.appendChild(r)}},Qe=ve?n=>n:n=>n instanceof CSSStyleSheet?(e=>{let t="";for(let r of e.cssRules)t+=r.cssText;return j(t)})(n):n;var{is:sn,defineProperty:on,getOwnPropertyDescriptor:an,getOwnPropertyNames:ln,getOwnPropertySymbols:dn,getPrototypeOf:cn}=Object,be=globalThis,Ot=be.trustedTypes,un=Ot?Ot.emptyScript:"",hn=be.reactiveElementPolyfillSupport,oe=(n,e)=>n,et={toAttribute(n,e){switch(e){case Boolean:n=n?un:null;break;case Object:case Array:n=n==null?n:JSON.stringify(n)}return n},fromAttribute(n,e){let t=n;switch(e){case Boolean:t=n!==null;break;case Number:t=n===null?null:Number(n);break;case Object:case Array:try{t=JSON.parse(n)}catch{t=null}}return t}},Nt=(n,e)=>!sn(n,e),Ht={attribute:!0,type:String,converter:et,reflect:!1,useDefault:!1,hasChanged:Nt};Symbol.metadata??=Symbol("metadata"),be.litPropertyMetadata??=new WeakMap;var M=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=Ht){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let r=Symbol(),i=this.getPropertyDescriptor(e,r,t);i!==void 0&&on(this.prototype,e,i)}}static getPropertyDescriptor(e,t,r){let{get:i,set:s}=an(this.prototype,e)??{get(){return this[t]},set(o){this[t]=o}};return{get:i,set(o){let a=i?.call(this);s?.call(this,o),this.requestUpdate(e,a,r)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??Ht}static _$Ei(){if(this.hasOwnProperty(oe("elementProperties")))return;let e=cn(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(oe("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(oe("properties"))){let t=this.properties,r=[...ln(t),...dn(t)];for(let i of r)this.createProperty(i,t[i])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[r,i]of t)this.elementProperties.set(r,i)}this._$Eh=new Map;for(let[t,r]of this.elementProperties){let i=this._$Eu(t,r);i!==void 0&&this._$Eh.set(i,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let r=new Set(e.flat(1/0).reverse());for(let i of r)t.unshift(Qe(i))}else e!==void 0&&t.push(Qe(e));return t}static _$Eu(e,t){let r=t.attribute;return r===!1?void 0:typeof r=="string"?r:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let r of t.keys())this.hasOwnProperty(r)&&(e.set(r,this[r]),delete this[r]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Lt(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,r){this._$AK(e,r)}_$ET(e,t){let r=this.constructor.elementProperties.get(e),i=this.constructor._$Eu(e,r);if(i!==void 0&&r.reflect===!0){let s=(r.converter?.toAttribute!==void 0?r.converter:et).toAttribute(t,r.type);this._$Em=e,s==null?this.removeAttribute(i):this.setAttribute(i,s),this._$Em=null}}_$AK(e,t){let r=this.constructor,i=r._$Eh.get(e);if(i!==void 0&&this._$Em!==i){let s=r.getPropertyOptions(i),o=typeof s.converter=="function"?{fromAttribute:s.converter}:s.converter?.fromAttribute!==void 0?s.converter:et;this._$Em=i;let a=o.fromAttribute(t,s.type);this[i]=a??this._$Ej?.get(i)??a,this._$Em=null}}requestUpdate(e,t,r,i=!1,s){if(e!==void 0){let o=this.constructor;if(i===!1&&(s=this[e]),r??=o.getPropertyOptions(e),!((r.hasChanged??Nt)(s,t)||r.useDefault&&r.reflect&&s===this._$Ej?.get(e)&&!this.hasAttribute(o._$Eu(e,r))))return;this.C(e,t,r)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,t,{useDefault:r,reflect:i,wrapped:s},o){r&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,o??t??this[e]),s!==!0||o!==void 0)||(this._$AL.has(e)||(this.hasUpdated||r||(t=void 0),this._$AL.set(e,t)),i===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(t){Promise.reject(t)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[i,s]of this._$Ep)this[i]=s;this._$Ep=void 0}let r=this.constructor.elementProperties;if(r.size>0)for(let[i,s]of r){let{wrapped:o}=s,a=this[i];o!==!0||this._$AL.has(i)||a===void 0||this.C(i,void 0,s,a)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(r=>r.hostUpdate?.()),this.update(t)):this._$EM()}catch(r){throw e=!1,this._$EM(),r}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),this._$EM()}updated(e){}firstUpdated(e){}};M.elementStyles=[],M.shadowRootOptions={mode:"open"},M[oe("elementProperties")]=new Map,M[oe("finalized")]=new Map,hn?.({ReactiveElement:M}),(be.reactiveElementVersions??=[]).push("2.1.2");var at=globalThis,zt=n=>n,xe=at.trustedTypes,Dt=xe?xe.createPolicy("lit-html",{createHTML:n=>n}):void 0,Vt="$lit$",P=`lit$${Math.random().toFixed(9).slice(2)}$`,qt="?"+P,pn=`<${qt}>`,G=document,le=()=>G.createComment(""),de=n=>n===null||typeof n!="object"&&typeof n!="function",lt=Array.isArray,mn=n=>lt(n)||typeof n?.[Symbol.iterator]=="function",tt=`[ 	
\f\r]`,ae=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Ft=/-->/g,Ut=/>/g,B=RegExp(`>|${tt}(?:([^\\s"'>=/]+)(${tt}*=${tt}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Bt=/'/g,It=/"/g,Wt=/^(?:script|style|textarea|title)$/i,dt=n=>(e,...t)=>({_$litType$:n,strings:e,values:t}),d=dt(1),g=dt(2),Jn=dt(3),V=Symbol.for("lit-noChange"),c=Symbol.for("lit-nothing"),Gt=new WeakMap,I=G.createTreeWalker(G,129);function jt(n,e){if(!lt(n)||!n.hasOwnProperty("raw"))throw Error("invalid template strings array");return Dt!==void 0?Dt.createHTML(e):e}var gn=(n,e)=>{let t=n.length-1,r=[],i,s=e===2?"<svg>":e===3?"<math>":"",o=ae;for(let a=0;a<t;a++){let l=n[a],u,p,h=-1,y=0;for(;y<l.length&&(o.lastIndex=y,p=o.exec(l),p!==null);)y=o.lastIndex,o===ae?p[1]==="!--"?o=Ft:p[1]!==void 0?o=Ut:p[2]!==void 0?(Wt.test(p[2])&&(i=RegExp("</"+p[2],"g")),o=B):p[3]!==void 0&&(o=B):o===B?p[0]===">"?(o=i??ae,h=-1):p[1]===void 0?h=-2:(h=o.lastIndex-p[2].length,u=p[1],o=p[3]===void 0?B:p[3]==='"'?It:Bt):o===It||o===Bt?o=B:o===Ft||o===Ut?o=ae:(o=B,i=void 0);let v=o===B&&n[a+1].startsWith("/>")?" ":"";s+=o===ae?l+pn:h>=0?(r.push(u),l.slice(0,h)+Vt+l.slice(h)+P+v):l+P+(h===-2?a:v)}return[jt(n,s+(n[t]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),r]},ce=class n{constructor({strings:e,_$litType$:t},r){let i;this.parts=[];let s=0,o=0,a=e.length-1,l=this.parts,[u,p]=gn(e,t);if(this.el=n.createElement(u,r),I.currentNode=this.el.content,t===2||t===3){let h=this.el.content.firstChild;h.replaceWith(...h.childNodes)}for(;(i=I.nextNode())!==null&&l.length<a;){if(i.nodeType===1){if(i.hasAttributes())for(let h of i.getAttributeNames())if(h.endsWith(Vt)){let y=p[o++],v=i.getAttribute(h).split(P),k=/([.?@])?(.*)/.exec(y);l.push({type:1,index:s,name:k[2],strings:v,ctor:k[1]==="."?nt:k[1]==="?"?it:k[1]==="@"?st:K}),i.removeAttribute(h)}else h.startsWith(P)&&(l.push({type:6,index:s}),i.removeAttribute(h));if(Wt.test(i.tagName)){let h=i.textContent.split(P),y=h.length-1;if(y>0){i.textContent=xe?xe.emptyScript:"";for(let v=0;v<y;v++)i.append(h[v],le()),I.nextNode(),l.push({type:2,index:++s});i.append(h[y],le())}}}else if(i.nodeType===8)if(i.data===qt)l.push({type:2,index:s});else{let h=-1;for(;(h=i.data.indexOf(P,h+1))!==-1;)l.push({type:7,index:s}),h+=P.length-1}s++}}static createElement(e,t){let r=G.createElement("template");return r.innerHTML=e,r}};function Y(n,e,t=n,r){if(e===V)return e;let i=r!==void 0?t._$Co?.[r]:t._$Cl,s=de(e)?void 0:e._$litDirective$;return i?.constructor!==s&&(i?._$AO?.(!1),s===void 0?i=void 0:(i=new s(n),i._$AT(n,t,r)),r!==void 0?(t._$Co??=[])[r]=i:t._$Cl=i),i!==void 0&&(e=Y(n,i._$AS(n,e.values),i,r)),e}var rt=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:r}=this._$AD,i=(e?.creationScope??G).importNode(t,!0);I.currentNode=i;let s=I.nextNode(),o=0,a=0,l=r[0];for(;l!==void 0;){if(o===l.index){let u;l.type===2?u=new ue(s,s.nextSibling,this,e):l.type===1?u=new l.ctor(s,l.name,l.strings,this,e):l.type===6&&(u=new ot(s,this,e)),this._$AV.push(u),l=r[++a]}o!==l?.index&&(s=I.nextNode(),o++)}return I.currentNode=G,i}p(e){let t=0;for(let r of this._$AV)r!==void 0&&(r.strings!==void 0?(r._$AI(e,r,t),t+=r.strings.length-2):r._$AI(e[t])),t++}},ue=class n{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,r,i){this.type=2,this._$AH=c,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=r,this.options=i,this._$Cv=i?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=Y(this,e,t),de(e)?e===c||e==null||e===""?(this._$AH!==c&&this._$AR(),this._$AH=c):e!==this._$AH&&e!==V&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):mn(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==c&&de(this._$AH)?this._$AA.nextSibling.data=e:this.T(G.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:r}=e,i=typeof r=="number"?this._$AC(e):(r.el===void 0&&(r.el=ce.createElement(jt(r.h,r.h[0]),this.options)),r);if(this._$AH?._$AD===i)this._$AH.p(t);else{let s=new rt(i,this),o=s.u(this.options);s.p(t),this.T(o),this._$AH=s}}_$AC(e){let t=Gt.get(e.strings);return t===void 0&&Gt.set(e.strings,t=new ce(e)),t}k(e){lt(this._$AH)||(this._$AH=[],this._$AR());let t=this._$AH,r,i=0;for(let s of e)i===t.length?t.push(r=new n(this.O(le()),this.O(le()),this,this.options)):r=t[i],r._$AI(s),i++;i<t.length&&(this._$AR(r&&r._$AB.nextSibling,i),t.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let r=zt(e).nextSibling;zt(e).remove(),e=r}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},K=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,r,i,s){this.type=1,this._$AH=c,this._$AN=void 0,this.element=e,this.name=t,this._$AM=i,this.options=s,r.length>2||r[0]!==""||r[1]!==""?(this._$AH=Array(r.length-1).fill(new String),this.strings=r):this._$AH=c}_$AI(e,t=this,r,i){let s=this.strings,o=!1;if(s===void 0)e=Y(this,e,t,0),o=!de(e)||e!==this._$AH&&e!==V,o&&(this._$AH=e);else{let a=e,l,u;for(e=s[0],l=0;l<s.length-1;l++)u=Y(this,a[r+l],t,l),u===V&&(u=this._$AH[l]),o||=!de(u)||u!==this._$AH[l],u===c?e=c:e!==c&&(e+=(u??"")+s[l+1]),this._$AH[l]=u}o&&!i&&this.j(e)}j(e){e===c?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},nt=class extends K{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===c?void 0:e}},it=class extends K{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==c)}},st=class extends K{constructor(e,t,r,i,s){super(e,t,r,i,s),this.type=5}_$AI(e,t=this){if((e=Y(this,e,t,0)??c)===V)return;let r=this._$AH,i=e===c&&r!==c||e.capture!==r.capture||e.once!==r.once||e.passive!==r.passive,s=e!==c&&(r===c||i);i&&this.element.removeEventListener(this.name,this,r),s&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},ot=class{constructor(e,t,r){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=r}get _$AU(){return this._$AM._$AU}_$AI(e){Y(this,e)}};var fn=at.litHtmlPolyfillSupport;fn?.(ce,ue),(at.litHtmlVersions??=[]).push("3.3.3");var Yt=(n,e,t)=>{let r=t?.renderBefore??e,i=r._$litPart$;if(i===void 0){let s=t?.renderBefore??null;r._$litPart$=i=new ue(e.insertBefore(le(),s),s,void 0,t??{})}return i._$AI(n),i};var ct=globalThis,$=class extends M{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Yt(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return V}};$._$litElement$=!0,$.finalized=!0,ct.litElementHydrateSupport?.({LitElement:$});var yn=ct.litElementPolyfillSupport;yn?.({LitElement:$});(ct.litElementVersions??=[]).push("4.2.2");function $e(n,e=0){let t=10**e,r=Math.abs(n)*t;return Math.round(r*(1+Number.EPSILON))/t*Math.sign(n)||0}function ut(n,e){return e==="mmol/L"?$e(n/18.016,1):$e(n)}function we(n){return n<=39?"low":n>=401?"high":null}function Kt(n,e){return n.is_urgent_low?"urgent_low":n.is_low?"low":n.is_high?"high":n.value<e.low?"below":n.value>e.high?"above":"in_range"}function _e(n,e){let{target:t,status:r}=n,i=n.current!==null&&e-n.current.time<=n.staleAfter*60?n.current:null,s=n.current?.source==="drill"?null:n.current,o=i?null:n.last??s,a=i??o,l=r==="ok"?null:r;return!i&&l===null&&(l=a?"stale":"no_data"),{current:i,level:i&&Kt(i,t),last:o,ageMinutes:a&&Math.max(0,Math.floor((e-a.time)/60)),status:l}}var vn="glucose_value";function ht(n,e){return n.entities[e]?.platform===R}function he(n){let e=new Map;for(let t of Object.values(n.entities)){if(t?.platform!==R||!t.device_id)continue;let r=e.get(t.device_id);(!r||Zt(t)<Zt(r))&&e.set(t.device_id,t)}return[...e].map(([t,r])=>({entity:r.entity_id,name:Xt(n,t)})).sort((t,r)=>t.name.localeCompare(r.name))}function Te(n,e){let t=n.entities[e]?.device_id;return he(n).find(r=>n.entities[r.entity]?.device_id===t)}function Jt(n,e){return ht(n,e)?Xt(n,n.entities[e]?.device_id):""}function Zt(n){return n.translation_key===vn?0:n.entity_id.startsWith("sensor.")?1:2}function Xt(n,e){let t=e?n.devices[e]:void 0;return t?.name_by_user||t?.name||""}var bn={comma_decimal:["en-US"],decimal_comma:["de","es","it"],space_comma:["fr","sv","cs"],quote_decimal:["de-CH"],none:["en-US"]};function T(n){return`⁦${n}⁩`}function xn(n){return{language:n.locale.language||n.language||"en",numberFormat:n.locale.number_format,timeFormat:n.locale.time_format,timeZone:n.locale.time_zone==="server"?n.config.time_zone:void 0}}var mt=class{cache=new Map;settings;constructor(e){this.settings=e}number(e,t=0,r=!1){return this.decimals(e,t,"decimal",r?"exceptZero":"auto")}percent(e,t=0){return this.decimals(e/100,t,"percent")}percents(e,t){return`${this.number(e)}–${this.percent(t)}`}decimals(e,t,r,i="auto"){let{numberFormat:s,language:o}=this.settings,a=s==="system"?void 0:bn[s]??[o];return this.numbers(`${r}${t}${i}`,a,{style:r,minimumFractionDigits:t,maximumFractionDigits:t,useGrouping:s!=="none",signDisplay:i}).format(e)}glucose(e,t){return this.number(ut(e,t),t==="mmol/L"?1:0)}reading(e,t,r){let i=we(e);return i===null?this.glucose(e,t):r[i]}change(e,t){let r=ut(e,t),i=this.number(r,t==="mmol/L"?1:0,!0);return T(r===0?`±${i}`:i.replace("-","−"))}count(e,t,r="short"){return this.numbers(`u${t}${r}`,[this.settings.language],{style:"unit",unit:t,unitDisplay:r,maximumFractionDigits:0}).format(e)}duration(e){let t=Math.round(e),r=Math.floor(t/60),i=t%60;return r===0?this.count(i,"minute"):i===0?this.count(r,"hour"):`${this.count(r,"hour")} ${this.count(i,"minute")}`}time(e,t){let r=this.dates("time",{hour:"numeric",minute:"2-digit"}).format(e*1e3);return t===void 0||this.dayKey(e)===this.dayKey(t)?r:`${this.dates("day",{month:"short",day:"numeric"}).format(e*1e3)}, ${r}`}date(e){return this.dates("date",{weekday:"short",month:"long",day:"numeric"}).format(e*1e3)}day(e){let t={weekday:"short",month:"short",day:"numeric",timeZone:"UTC"};return this.dates("isoDay",t).format(Date.parse(e))}dateRange(e,t){let r={year:"numeric",month:"long",day:"numeric"};return this.dates("dateRange",r).formatRange(e*1e3,t*1e3)}dateTime(e){return this.dates("dateTime",{year:"numeric",month:"short",day:"numeric",hour:"numeric",minute:"2-digit"}).format(e*1e3)}clock(e,t=!1){let r={hour:"numeric",timeZone:"UTC"};return(!t||this.is24Hour)&&(r.minute="2-digit"),this.dates(`clock${t}`,r).format(e*6e4)}minuteOfDay(e){let t=this.dates("parts",{hour:"2-digit",minute:"2-digit",hourCycle:"h23"},"en").formatToParts(e*1e3),r=i=>Number(t.find(s=>s.type===i)?.value??0);return r("hour")*60+r("minute")}get timeZone(){return this.dates("zone",{}).resolvedOptions().timeZone}get is24Hour(){return!this.dates("is24",{hour:"numeric"}).resolvedOptions().hour12}calendarDays(e,t){let[r,i]=[e,t-1].map(s=>{let[o=1,a=1,l=1970]=this.dayKey(s).split("/").map(Number);return Date.UTC(l,o-1,a)});return((i??0)-(r??0))/864e5+1}dayKey(e){return this.dates("key",{year:"numeric",month:"numeric",day:"numeric"},"en").format(e*1e3)}numbers(e,t,r){return this.cached(e,()=>{try{return new Intl.NumberFormat(t,r)}catch{return new Intl.NumberFormat("en",r)}})}dates(e,t,r){return this.cached(e,()=>{let{language:i,timeFormat:s,timeZone:o}=this.settings,a={...t};a.timeZone??=o,t.hour!==void 0&&t.hourCycle===void 0&&(s==="12"&&(a.hourCycle="h12"),s==="24"&&(a.hourCycle="h23"));let l=r??(s==="system"?void 0:i);try{return new Intl.DateTimeFormat(l,a)}catch{return new Intl.DateTimeFormat("en",a)}})}cached(e,t){let r=this.cache.get(e);return r||(r=t(),this.cache.set(e,r)),r}},pt;function Qt(n){let e=xn(n),t=JSON.stringify(e);return pt?.key!==t&&(pt={key:t,formatter:new mt(e)}),pt.formatter}var ke=new Set,Se;function er(){return Math.floor(Date.now()/1e3)}function tr(){Se=setTimeout(()=>{tr();for(let n of[...ke])n()},6e4-Date.now()%6e4)}function rr(n){return ke.add(n),Se===void 0&&tr(),()=>{ke.delete(n),ke.size===0&&(clearTimeout(Se),Se=void 0)}}var nr=3600,$n={version:1,series:{times:[],values:[]},events:[],current:null,last:null,status:"ok",thresholds:{urgent_low:55,low:70,high:250},target:{low:70,high:180},staleAfter:90,delay:60,historyLoaded:100,unit:"mg/dL",title:""};function ir(n,e){let t=e.full||!n?$n:n;return{version:e.version??t.version,series:wn(t.series,e.readings,e.hours),events:e.events??t.events,current:e.current===void 0?t.current:e.current,last:e.last===void 0?t.last:e.last,status:e.status??t.status,thresholds:e.thresholds??t.thresholds,target:e.target??t.target,staleAfter:e.stale_after??t.staleAfter,delay:e.delay??t.delay,historyLoaded:e.history_loaded??t.historyLoaded,unit:e.unit??t.unit,title:e.title??t.title}}function sr(n,e){return n?.series!==e.series||n.historyLoaded!==e.historyLoaded||n.unit!==e.unit}function wn(n,e,t){if(!e)return n;let r=new Set(t?.map(s=>Math.floor(s/nr))),i=e.time.map((s,o)=>[s,e.value[o]]);return n.times.forEach((s,o)=>{r.has(Math.floor(s/nr))||i.push([s,n.values[o]])}),i.sort(([s],[o])=>s-o),{times:i.map(([s])=>s),values:i.map(([,s])=>s)}}function Z(n,e){let t=0,r=n.length;for(;t<r;){let i=t+r>>1;n[i]<e?t=i+1:r=i}return t}function or(n,e,t){let r=Z(n.times,e),i=Z(n.times,t+1);return r===0&&i===n.times.length?n:{times:n.times.slice(r,i),values:n.values.slice(r,i)}}var Ae=[3,6,12,24],ar=6*3600,lr=24+ar/3600;function dr(n,e,t,r){let i=Math.min(r*60,ar),s=t===null?0:Math.max(0,e-t);return{start:e-Math.min(s,i)-n*3600,known:s>i?e:e-s,end:e}}function cr(n,e,t){let r=(n.end-n.start)/3600,i=[.5,1,2,3,4,6,8,12,24].find(l=>r/l<=t)??24,s=[],o=900,a=Math.ceil(n.start/o)*o;for(let l=a;l<=n.end;l+=o){let u=e.minuteOfDay(l);u%(i*60)===0&&s.push({time:l,label:e.clock(u,i>=1)})}return s}var _n={not_found:"not_found",unauthorized:"unauthorized",not_loaded:"not_loaded",auth_required:"auth_required",unknown_command:"server_older"};function J(n){let e=n?.code;return typeof e=="string"&&_n[e]||"failed"}function gt(n){return["not_loaded","auth_required","server_older","failed"].includes(n)}var Tn=3e4,kn=5e3,ft=class{snapshot;problem;revision=0;subscribers=new Set;connection;entityId;ended;unsubscribe;ending;retry;attempt=0;availability;constructor(e,t,r){this.connection=e,this.entityId=t,this.ended=r}add(e){return this.subscribers.add(e),this.ending!==void 0?(clearTimeout(this.ending),this.ending=void 0,this.becameVisible()):this.subscribers.size===1&&(this.connection.addEventListener("ready",this.start),this.connection.addEventListener("disconnected",this.lost),this.start()),()=>{this.subscribers.delete(e),this.subscribers.size===0&&(this.ending=setTimeout(()=>this.end(),kn))}}entityChanged(e){let t=e===void 0?"missing":e.state==="unavailable"?"unavailable":"available",r=this.availability;this.availability=t,r!==void 0&&r!==t&&t!=="unavailable"&&this.start()}becameVisible(){this.problem&&gt(this.problem)&&this.retry===void 0&&this.start()}start=async()=>{this.stop(),this.attempt+=1;let e=this.attempt;try{let t=await this.connection.subscribeMessage(r=>{e===this.attempt&&this.received(r)},{type:"dexcom_cgm/readings",entity_id:this.entityId,hours:lr},{resubscribe:!1});e===this.attempt?this.unsubscribe=t:this.connection.connected&&await t()}catch(t){e===this.attempt&&this.failed(J(t))}};received(e){let t=e.version??this.snapshot?.version??1;if(t!==1)this.problem=t>1?"server_newer":"server_older";else{this.problem=void 0;let r=this.snapshot;this.snapshot=ir(r,e),sr(r,this.snapshot)&&(this.revision+=1)}this.notify()}failed(e){this.problem=e,gt(e)&&(this.retry=setTimeout(()=>{this.retry=void 0,[...this.subscribers].some(t=>t.isVisible())&&this.start()},Tn)),this.notify()}lost=()=>{this.attempt+=1,this.unsubscribe=void 0,this.stop()};stop(){clearTimeout(this.retry),this.retry=void 0;let e=this.unsubscribe;this.unsubscribe=void 0,e?.().catch(()=>{})}end(){this.attempt+=1,this.stop(),this.connection.removeEventListener("ready",this.start),this.connection.removeEventListener("disconnected",this.lost),this.ended()}notify(){for(let e of[...this.subscribers])e.feedChanged()}},ur=new WeakMap;function hr(n,e){let t=ur.get(n.connection);t||(t=new Map,ur.set(n.connection,t));let r=t,i=r.get(e);return i||(i=new ft(n.connection,e,()=>{r.get(e)===i&&r.delete(e)}),r.set(e,i)),i}function Sn(n,e,t){return n.connection!==e.connection||n.locale!==e.locale||n.language!==e.language||n.localize!==e.localize||n.themes?.darkMode!==e.themes?.darkMode||n.config.state!==e.config.state||n.config.time_zone!==e.config.time_zone||n.entities[t]!==e.entities[t]}var O=class extends ${config;feed;currentHass;inView=!0;isStale=!1;viewObserver;leaveFeed;stopClock;setConfig(e){this.config=this.checked(e),this.follow(),this.requestUpdate()}checked(e){return e}get hass(){return this.currentHass}set hass(e){let t=this.currentHass;if(this.currentHass=e,!e)return;let r=this.config?.entity??"";(!t||t.connection!==e.connection)&&this.follow(),(!t||t.language!==e.language)&&W(e).then(()=>this.requestUpdate()),t&&t.states[r]!==e.states[r]&&this.feed?.entityChanged(e.states[r]),(!t||Sn(t,e,r))&&this.refresh()}connectedCallback(){super.connectedCallback(),document.addEventListener("visibilitychange",this.visibilityChanged),typeof IntersectionObserver<"u"&&(this.viewObserver=new IntersectionObserver(e=>{let t=e.at(-1);t&&(this.inView=t.isIntersecting,this.visibilityChanged())}),this.viewObserver.observe(this)),this.follow(),this.visibilityChanged()}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener("visibilitychange",this.visibilityChanged),this.viewObserver?.disconnect(),this.inView=!0,this.unfollow(),this.stopClock?.(),this.stopClock=void 0}isVisible(){return this.isConnected&&this.inView&&document.visibilityState!=="hidden"}feedChanged(){this.refresh()}refresh(){this.isVisible()||!this.hasUpdated?this.requestUpdate():this.isStale=!0}becameVisible(){this.feed?.becameVisible()}visibilityChanged=()=>{if(!this.isVisible()){this.stopClock?.(),this.stopClock=void 0;return}this.stopClock&&!this.isStale||(this.stopClock??=rr(()=>this.minutePassed()),this.isStale=!1,this.becameVisible(),this.requestUpdate())};minutePassed(){this.requestUpdate()}follow(){let e=this.currentHass,t=this.config?.entity;if(!e||!this.isConnected)return;if(!t){this.unfollow();return}let r=hr(e,t);r!==this.feed&&(this.unfollow(),this.feed=r,r.entityChanged(e.states[t]),this.leaveFeed=r.add(this))}unfollow(){this.leaveFeed?.(),this.leaveFeed=void 0,this.feed=void 0}get t(){return w(this.currentHass?.localize)}get format(){return Qt(this.currentHass)}get accountName(){let e=this.currentHass,t=this.config?.entity;return this.config?.name||e&&t&&Jt(e,t)||this.feed?.snapshot?.title||this.t("name")}get now(){return er()}willUpdate(){this.toggleAttribute("dark",this.currentHass?.themes?.darkMode===!0)}render(){let e=this.currentHass;if(!e||!this.config)return c;if(!this.config.entity)return this.problem("no_entity");let t=this.feed?.problem;if(t)return this.problem(this.named(t,e,this.config.entity));let r=this.feed?.snapshot;return r?this.content(r):this.message(this.t("loading"),"",!1)}named(e,t,r){return e==="not_found"?!t.states[r]&&!t.entities[r]?"missing":ht(t,r)?"removed":"foreign":e==="server_older"&&t.config.state!=="RUNNING"?"starting":e}problem(e){let t=e==="auth_required"?`status.${e}`:`problem.${e}`,r=this.t(`${t}.text`,{entity:this.config?.entity??""});return this.message(this.t(`${t}.title`),r,e==="server_newer")}};function Ce(n,e,t,r){return d`<ha-card>
${n?d`<h2 class="muted">${n}</h2>`:c}
<div class="problem" role="status">
<strong>${e}</strong>
${t?d`<p>${t}</p>`:c}
${r?d`<button type="button" @click=${()=>location.reload()}>${r}</button>`:c}
</div>
</ha-card>`}var A={name:"entity",required:!0,selector:{entity:{filter:[{integration:R,domain:"sensor"}]}}},H={name:"name",selector:{text:{}}};function N(n,e,t,r){let i=w(n);return{name:e,default:`${r}`,selector:{select:{mode:"dropdown",options:t.map(s=>({value:`${s}`,label:i(`form.${e}_${s}`)}))}}}}function z(n){return{schema:n,computeLabel:(e,t)=>w(t)(`form.${e.name}`)}}function C(n){return he(n)[0]?.entity??""}function yt(n){return(e,t)=>{if(e.entities[t]?.platform!==R)return null;let r=Te(e,t)?.entity??t;return{config:{type:`custom:${n}`,entity:r}}}}function X(n,e,t,r){if(n===void 0||n==="")return t;let i=e.find(s=>s===Number(n));if(i===void 0)throw new Error(`${r}: ${e.join(", ")}`);return i}var pr={rising_quickly:-90,rising:-90,rising_slightly:-45,steady:0,falling_slightly:45,falling:90,falling_quickly:90};function Ee(n,e){if(n===null||!(n in pr))return c;let t="M4 12h15M13 6l6 6-6 6",r=n.endsWith("_quickly"),i=`rotate(${pr[n]} 12 12)`;return g`<svg class="arrow" width=${e} height=${e} viewBox="0 0 24 24" aria-hidden="true"
fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">
${r?g`<path transform="translate(-6 0) ${i}" d=${t} /><path transform="translate(6 0) ${i}" d=${t} />`:g`<path transform=${i} d=${t} />`}
</svg>`}var An={very_low:"M2 1h12l-6 7zM2 8h12l-6 7z",low:"M2 4h12l-6 9z",in_range:"M8 3a5 5 0 1 1 0 10a5 5 0 1 1 0-10",high:"M3 3h10v10h-10z",very_high:"M1 6h9v9h-9zM6 1h9v9h-4v-5h-5z"};function Re(n,e=14){return g`<svg class="mark" width=${e} height=${e} viewBox="0 0 16 16" aria-hidden="true"
fill="currentColor"><path d=${An[n]} /></svg>`}function mr(n){return g`<svg class="mark" width="14" height="14" viewBox="0 0 16 16" aria-hidden="true"
fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><path d=${n?"M3 8.5l3.5 3.5L13 4.5":"M4 4l8 8M12 4l-8 8"} /></svg>`}function Me(n,e,t){switch(n){case"carbs":return`M${e-4} ${t}a4 4 0 1 1 8 0a4 4 0 1 1-8 0`;case"exercise":return`M${e-4} ${t-4}h8v8h-8z`;case"insulin":return`M${e-1.5} ${t-5}h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z`;default:return`M${e} ${t-5}l5 5-5 5-5-5z`}}var Cn={urgent_low:"very_low",low:"low",below:"low",in_range:"in_range",above:"high",high:"very_high"};function D(n,e,t,r){return t.reading(n,e.unit,{low:r("value.low"),high:r("value.high")})}function Q(n,e,t){let r=n.ageMinutes;if(r===null)return"";if(r===0)return t("age.ago",{age:`< ${e.count(1,"minute")}`});let i=n.current||r<120?e.count(r,"minute"):r<2880?e.duration(r):e.count(Math.floor(r/1440),"day","long");return t("age.ago",{age:i})}function Pe(n,e,t,r,i){let{current:s,last:o,level:a}=n,l=Q(n,r,i),u=n.status?i(`status.${n.status}.title`):"";if(s&&a){let h=[`${D(s.value,e,r,i)} ${e.unit}`,i(`level.${a}`),s.trend?i(`trend.${s.trend}`):"",s.delta===null?"":`${r.change(s.delta,e.unit)} ${e.unit}`,l,s.source==="live"?i("live"):"",u];return s.source==="drill"&&h.unshift(i("drill.mark"),i("drill.text")),h.filter(Boolean).join(", ")}if(!o)return u;let p=`${D(o.value,e,r,i)} ${e.unit}`;return`${u}, ${i("last_reading",{value:p,time:r.time(o.time,t),age:l})}`}function Le(n,e=14){return Re(Cn[n],e)}function Oe(n,e,t){return n.current?.source!=="drill"?c:d`<span class="drill" aria-hidden="true">
<strong>${e("drill.mark")}</strong>${t?d` <span>${e("drill.text")}</span>`:c}
</span>`}function gr(n,e){let{status:t}=n;return t===null?c:d`<div class="status ${t}" role="status">
<strong>${e(`status.${t}.title`)}</strong>
<span>${e(`status.${t}.text`)}</span>
</div>`}var fr={"very-low":"#8a0c42",low:"#c2185b","in-range":"#00766a",high:"#9a5b00","very-high":"#6f3d00"},yr={"very-low":"#ff6fa3",low:"#f7a1c0","in-range":"#4fbfae",high:"#ffb74d","very-high":"#ff9142"},vr="#b0124f";function br(n){return Object.entries(n).map(([e,t])=>`--${e}:var(--dexcom-cgm-${e}-color,${t});`).join("")}var E=b`
:host {
${j(br(fr))}
--alarm: var(--dexcom-cgm-alarm-color, ${j(vr)});
--text: var(--primary-text-color, #141414);
--muted: var(--secondary-text-color, #5e5e5e);
--line: var(--divider-color, rgba(127, 127, 127, 0.3));
--surface: var(--ha-card-background, var(--card-background-color, #fff));
}
:host([dark]) {
${j(br(yr))}
--text: var(--primary-text-color, #e1e1e1);
--muted: var(--secondary-text-color, #9b9b9b);
--surface: var(--ha-card-background, var(--card-background-color, #1c1c1c));
}
`,He=b`
.drill {
padding: 2px 6px;
border: 2px solid #000;
border-radius: 4px;
background: repeating-linear-gradient(
-45deg,
#ffd400 0 12px,
#ffe45c 12px 24px
);
color: #000;
}
.drill strong {
font-weight: 800;
letter-spacing: 0.08em;
}
`,ee=b`
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
`;var Ne=class extends O{static getConfigForm(){return z([A,H])}static getStubConfig(e){return{entity:C(e)}}message(e){return d`<div class="badge" role="status">
<span class="info"><small>${this.accountName}</small><span>${e}</span></span>
</div>`}content(e){let{format:t,t:r}=this,i=_e(e,this.now),{current:s,last:o,level:a}=i,l=Pe(i,e,this.now,t,r),u=i.status?r(`status.${i.status}.title`):"";return d`<button type="button" class="badge ${a??"none"}" @click=${this.moreInfo}>
<span class="hidden">${this.accountName}: ${l}</span>
${Oe(i,r,!1)} ${a?Le(a,18):c}
<span class="info" aria-hidden="true">
<small>
${this.accountName}${s?d` · ${Q(i,t,r)}`:u?d` · ${u}`:c}
</small>
<span class="line">
${s&&a?d`<b>${D(s.value,e,t,r)}</b>
${Ee(s.trend,18)}
${s.delta===null?c:t.change(s.delta,e.unit)}
${a==="in_range"?c:r(`level.${a}`)}`:o?d`<s>${D(o.value,e,t,r)}</s>
${t.time(o.time,this.now)}`:"–"}
</span>
</span>
</button>`}moreInfo(){let e={entityId:this.config?.entity};this.dispatchEvent(new CustomEvent("hass-more-info",{detail:e,bubbles:!0,composed:!0}))}static styles=[E,He,b`
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
`]};var xr=["html","readings_csv","events_csv"];async function $r(n,{entity:e,days:t,targets:r},i){let{number_format:s,time_format:o,date_format:a,first_weekday:l}=n.locale,{url:u}=await n.connection.sendMessagePromise({type:"dexcom_cgm/report_url",entity_id:e,days:t,...r?{targets:r}:{},language:n.language,locale:{number_format:s,time_format:o,date_format:a,first_weekday:l},format:i,download:i!=="html"});return n.hassUrl(u)}var En=14,Rn={html:"export.report",readings_csv:"export.readings_csv",events_csv:"export.events_csv"},Mn={unauthorized:"export.unauthorized",server_older:"problem.server_older.text"},ze=class extends ${static properties={hass:{attribute:!1},source:{attribute:!1},formats:{attribute:!1},state:{state:!0}};constructor(){super(),this.formats=xr,this.state={}}setConfig({entity:e=""}){this.source={entity:e,days:En,targets:void 0},this.formats=["html"]}get t(){return w(this.hass?.localize)}async request(e){let{hass:t,source:r}=this;if(!t||!r||this.state.waiting)return;let i=e==="html"?window.open("","_blank"):null;i&&(i.opener=null),this.state={waiting:!0};try{let s=await $r(t,r,e);this.state=e==="html"&&!i?{url:s}:{},i?i.location.replace(s):e!=="html"&&Pn(s)}catch(s){i?.close(),this.state={problem:this.t(Mn[J(s)]??"export.failed")}}}render(){if(!this.hass)return c;let{t:e}=this,{waiting:t,problem:r,url:i}=this.state;return d`${this.formats.map(s=>d`<button
type="button"
@click=${()=>this.request(s)}
>
${e(Rn[s])}
</button>`)}
<span role="status"
>${t?e("export.waiting"):r??""}${i?d`${e("export.blocked")}
<a href=${i} target="_blank" rel="noopener">${e("export.open")}</a>`:c}</span
>`}static styles=[E,b`
:host {
display: flex;
flex-wrap: wrap;
align-items: center;
gap: 8px;
font-size: 13px;
color: var(--text);
}
button {
min-height: 32px;
padding: 0 14px;
border: 1px solid var(--muted);
border-radius: 16px;
background: var(--surface);
color: inherit;
font: inherit;
cursor: pointer;
}
a {
color: inherit;
}
:focus-visible {
outline: 2px solid var(--primary-color, #0288d1);
outline-offset: 2px;
}
`]};function Pn(n){let e=document.createElement("a");e.href=n,e.download="",e.click()}var wr=["carbs","fast_acting_insulin","long_acting_insulin","insulin","exercise"];function vt(n,e,t){if(n.value===null)return"";let r=[0,1].find(s=>Number(n.value?.toFixed(s))===n.value)??2,i=e.number(n.value,r);switch(n.unit){case"grams":return t("events.grams",{value:i});case"units":return t("events.units",{value:i});case"minutes":return e.count(n.value,"minute");default:return n.unit?`${i} ${n.unit}`:i}}function bt(n,e,t){return`${t(`events.${n.type}`)} ${vt(n,e,t)}`.trim()}var De=class extends O{hours=6;static getConfigForm(){let e=S()?.localize;return z([A,H,N(e,"hours",Ae,6),N(e,"graph",["line","points"],"line")])}static getStubConfig(e){return{entity:C(e),hours:"6",graph:"line"}}getCardSize(){return 6}getGridOptions(){return{columns:12,rows:6,min_columns:6,min_rows:5}}checked(e){if(e.graph!==void 0&&!["line","points"].includes(e.graph))throw new Error("graph: line, points");return this.hours=X(e.hours,Ae,6,"hours"),e}message(e,t,r){return Ce(this.accountName,e,t,r?this.t("reload"):null)}content(e){let t=_e(e,this.now),r=Math.max(e.last?.time??0,e.series.times.at(-1)??0),i=Math.ceil(this.now/60)*60,s=this.sameWindow(dr(this.hours,i,r||null,e.staleAfter));return d`<ha-card>
<header>
<h2>${this.accountName}</h2>
${this.hourChoice()}
</header>
${Oe(t,this.t,!0)}
${this.headline(t,e)} ${gr(t,this.t)}
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
${e.historyLoaded<100?d`<p class="note">
${this.t("history_loading",{percent:this.format.percent(e.historyLoaded)})}
</p>`:c}
</ha-card>`}lastWindow;sameWindow(e){let t=this.lastWindow;return t?.start===e.start&&t.known===e.known&&t.end===e.end||(this.lastWindow=e),this.lastWindow??e}headline(e,t){let{format:r,t:i}=this,{current:s,last:o,level:a}=e,l=Pe(e,t,this.now,r,i),u=s&&a?d`
<span class="value">${D(s.value,t,r,i)}</span>
${Ee(s.trend,34)}
<span class="side">
<span class="unit">
${s.delta===null?c:d`<b>${r.change(s.delta,t.unit)}</b>`}
${t.unit}
</span>
<span class="level">${Le(a)} ${i(`level.${a}`)}</span>
</span>
<span class="age">
<b>${Q(e,r,i)}</b>
<span>
${r.time(s.time,this.now)}${s.source==="live"?` · ${i("live")}`:c}
</span>
</span>
`:o?d`
<s class="value">${D(o.value,t,r,i)}</s>
<span class="side"><span class="unit">${t.unit}</span></span>
<span class="age">
<b>${r.time(o.time,this.now)}</b>
<span>${Q(e,r,i)}</span>
</span>
`:d`<span class="value">–</span>`;return d`<button type="button" class="headline ${a??"none"}" @click=${this.moreInfo}>
<span class="hidden">${l}</span>
<span class="shown" aria-hidden="true">${u}</span>
</button>`}hourChoice(){return d`<div class="choice" role="group" aria-label=${this.t("form.hours")}>
${Ae.map(e=>d`<button
type="button"
aria-pressed=${e===this.hours}
@click=${()=>this.choose(e)}
>
${this.t("hours_short",{hours:this.format.number(e)})}
</button>`)}
</div>`}choose(e){this.hours=e,this.requestUpdate()}legend(e,t){let r=new Set(e.events.filter(s=>s.time>=t.start).map(s=>s.type)),i=wr.filter(s=>r.has(s));return i.length===0?c:d`<div class="legend note">
${i.map(s=>d`<span>
${g`<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path class=${s} d=${Me(s,6,6)} /></svg>`}
${this.t(`events.${s}`)}
</span>`)}
</div>`}moreInfo(){let e={entityId:this.config?.entity};this.dispatchEvent(new CustomEvent("hass-more-info",{detail:e,bubbles:!0,composed:!0}))}static styles=[E,ee,He,b`
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
`]};function te(n,e){let t=(e[1]-e[0])/(n[1]-n[0]);return r=>e[0]+(r-n[0])*t}function m(n){return Math.round(n*10)/10}function Fe(n,...e){let t=Math.max(...e);for(let r of n)r>t&&(t=r);return t>400?440:Math.max(220,Math.ceil((t+12)/10)*10)}var Ue=20;function Be(n,e,t,r,i){let s=[...e.map(a=>({value:a,kind:"target"})),...t.map(a=>({value:a,kind:"threshold"})),...r.map(a=>({value:a,kind:"plain"}))],o=[];for(let a of s)o.every(l=>Math.abs(n(l.value)-n(a.value))>=i)&&o.push(a);return o}var pe=960;function Ln(n,e=pe){let t=[],r=0;for(let i=1;i<=n.length;i+=1)(i===n.length||n[i]-n[i-1]>e)&&(t.push({from:r,to:i}),r=i);return t}function Ie(n,e,t,r=pe){let{times:i,values:s}=n,o="";for(let{from:a,to:l}of Ln(i,r)){for(let u=a;u<l;u+=1)o+=`${u===a?"M":"L"}${m(e(i[u]))} ${m(t(s[u]))}`;l-a===1&&(o+="h0")}return o}function _r(n,e,t,r,i){let s={inRange:"",low:"",high:""};return n.times.forEach((o,a)=>{let l=n.values[a],u=m(e(o)),p=m(t(l));if(l<r.low){let h=i*.85;s.low+=`M${m(u-h)} ${m(p-h)}h${m(2*h)}l${m(-h)} ${m(2*h)}z`}else if(l>r.high){let h=m(i*.6);s.high+=`M${m(u-h)} ${m(p-h)}h${2*h}v${2*h}h${-2*h}z`}else s.inRange+=`M${u} ${p}h0`}),s}function Tr(n){let e=[];return n.times.forEach((t,r)=>{let i=we(n.values[r]),s=e.at(-1);i!==null&&(s?.end===i&&t-s.to<=pe?s.to=t:e.push({end:i,from:t,to:t}))}),e}function On(n,e){let t=Z(n,e),[r,i]=[n[t-1],n[t]];return r===void 0||i===void 0?r??i:e-r<=i-e?r:i}function kr(n,e,t,r){let i=On(n.times,t),s=i!==void 0&&Math.abs(i-t)<=Math.max(r,pe/2),o=s?i:t;return{time:o,value:s?n.values[Z(n.times,o)]??null:null,events:e.filter(a=>Math.abs(a.time-t)<=r)}}function Sr(n,e){return[...new Set([...n.times,...e.map(r=>r.time)])].sort((r,i)=>r-i)}function Ar(n,e,t){if(n.length===0)return null;let r=n.length-1;if(e===null)return n[t===Number.NEGATIVE_INFINITY?0:r];let i=Z(n,e),o=n[i]===e||t<0?i+t:i+t-1;return n[Math.min(r,Math.max(0,o))]}var f={left:34,right:8,top:8,bottom:20},F=class extends ${static properties={unit:{attribute:!1},target:{attribute:!1},format:{attribute:!1},t:{attribute:!1},width:{state:!0},height:{state:!0},cursor:{state:!0}};sizes;constructor(){super(),this.width=0,this.height=0,this.cursor=null}connectedCallback(){super.connectedCallback(),!(typeof ResizeObserver>"u")&&(this.sizes=new ResizeObserver(([e])=>{e&&(this.width=Math.round(e.contentRect.width),this.height=Math.round(e.contentRect.height))}),this.sizes.observe(this))}disconnectedCallback(){super.disconnectedCallback(),this.sizes?.disconnect()}render(){let e=this.stops(),t=this.cursor??e.at(-1)??null,r=t===null?0:e.filter(i=>i<=t).length-1;return d`
${this.width>0&&this.height>0?this.drawing():c}
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
${this.cursor===null||this.width===0?c:this.placed(this.cursor)}
`}placed(e){let t=this.pixelAt(e),r=t>this.width/2,i=r?this.width-t+10:t+10;return d`<div class="read-out" style="${r?"right":"left"}:${Math.round(i)}px">
${this.readOutBox(e)}
</div>`}pointed(e){if(e.type==="pointermove"&&e.pointerType==="touch"&&e.buttons===0)return;let t=e.clientX-this.getBoundingClientRect().left,r=Math.min(Math.max(t,f.left),this.width-f.right);this.cursor=this.placeAt(r)}left(e){e.pointerType!=="touch"&&this.clear()}clear(){this.cursor=null}keyed(e){let r={ArrowLeft:-1,ArrowDown:-1,ArrowRight:1,ArrowUp:1,PageDown:-12,PageUp:12,Home:Number.NEGATIVE_INFINITY,End:Number.POSITIVE_INFINITY}[e.key];e.key==="Escape"?this.clear():r!==void 0&&(e.preventDefault(),this.cursor=this.moved(r))}static styles=[b`
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
`]};var me=16,Cr=8,Hn=6.2,Nn=[["carbs","exercise"],["fast_acting_insulin","long_acting_insulin","insulin"]];function Er(n){return Nn.map(e=>n.filter(t=>e.includes(t.type))).filter(e=>e.length>0)}function Rr(n,e,t,r){let i=r-n.length*me;return g`${n.map((s,o)=>{let a=i+o*me+me/2+1;return s.map((l,u)=>{let p=s[u+1];return zn(l,e,a,p?e(p.time)-6:t.clientWidth,t)})})}`}function zn(n,e,t,r,{format:i,t:s}){let o=m(e(n.time)),a=n.type==="exercise"&&n.unit==="minutes"?n.value??0:0,l=Math.max(0,m(e(n.time+a*60))-o),u=l>Cr,p=vt(n,i,s),h=o+(u?l:Cr/2)+4,y=h+p.length*Hn<r;return g`
${u?g`<rect class="event" x=${o} y=${t-4} width=${l} height="8" rx="2" />`:g`<path class="event ${n.type}" d=${Me(n.type,o,t)} />`}
${y?g`<text class="amount" x=${h} y=${t+4}>${p}</text>`:c}`}var Mr=b`
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
`;var Dn=56,Ge=class extends F{static properties={series:{attribute:!1},events:{attribute:!1},live:{attribute:!1},thresholds:{attribute:!1},window:{attribute:!1},graph:{attribute:!1}};geometry;willUpdate(e){(!this.geometry||[...e.keys()].some(t=>t!=="cursor"&&t!=="t"))&&(this.geometry=this.compute())}compute(){let{start:e,end:t}=this.window,r=or(this.series,e,t),i=this.events.filter(x=>x.time>=e&&x.time<=t).sort((x,_)=>x.time-_.time),s=Er(i),o=s.length*me,a=Math.max(f.top+10,this.height-f.bottom-o),l=te([e,t],[f.left,Math.max(f.left+1,this.width-f.right)]),{low:u,high:p,urgent_low:h}=this.thresholds,y=Fe(this.live?[...r.values,this.live.value]:r.values,p,this.target.high),v=te([Ue,y],[a,f.top]),k=l(e+300)-l(e),q=Math.min(7,Math.max(2.6,k*.8));return{series:r,events:i,rows:s,stops:Sr(r,i),x:l,y:v,bottom:a,valueTicks:Be(v,[this.target.low,this.target.high],[u,p,h],[300,400].filter(x=>x<y),13),timeTicks:cr(this.window,this.format,Math.max(2,this.width/Dn)),line:this.graph==="line"?Ie(r,l,v):"",points:_r(r,l,v,this.target,q),size:q}}get drawn(){return this.geometry??=this.compute(),this.geometry}get reach(){let{start:e,end:t}=this.window;return Math.max(150,6*(t-e)/Math.max(60,this.width))}stops(){return this.drawn.stops}placeAt(e){let{start:t,end:r}=this.window,i=this.width-f.right,s=t+(e-f.left)/(i-f.left)*(r-t);return this.readAt(s).value===null?s:this.readAt(s).time}pixelAt(e){return this.drawn.x(e)}moved(e){return Ar(this.drawn.stops,this.cursor,e)}readAt(e){return kr(this.drawn.series,this.drawn.events,e,this.reach)}words(){return{low:this.t("value.low"),high:this.t("value.high")}}spoken(e){if(e===null)return this.t("graph.empty");let{time:t,value:r,events:i}=this.readAt(e),s=r===null?this.t("graph.no_reading"):`${this.format.reading(r,this.unit,this.words())} ${this.unit}`,o=i.map(a=>`${bt(a,this.format,this.t)} ${this.format.time(a.time)}`);return[`${this.format.time(t,this.window.end)}: ${s}`,...o].join(", ")}label(){let{values:e}=this.drawn.series,t=this.format.time(this.window.start,this.window.end),r=this.format.time(this.window.end);if(e.length===0)return this.t("graph.label_empty",{from:t,to:r});let i=a=>this.format.reading(a,this.unit,this.words()),s=e.reduce((a,l)=>Math.min(a,l)),o=e.reduce((a,l)=>Math.max(a,l));return this.t("graph.label",{from:t,to:r,lowest:i(s),highest:i(o),unit:this.unit})}readOutBox(e){let{time:t,value:r,events:i}=this.readAt(e);return d`
${r===null?d`<div>${this.t("graph.no_reading")}</div>`:d`<div>
<strong>${this.format.reading(r,this.unit,this.words())}</strong> ${this.unit}
</div>`}
<div>${this.format.time(t,this.window.end)}</div>
${i.map(s=>d`<div>${bt(s,this.format,this.t)} · ${this.format.time(s.time)}</div>`)}
`}drawing(){let{y:e,bottom:t}=this.drawn,r=f.left,i=this.width-f.right,s=m(e(this.target.high)),o=m(e(this.target.low));return d`<svg
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
${Rr(this.drawn.rows,this.drawn.x,this,this.height-f.bottom)} ${this.pointer()}
</svg>`}background(e,t,r,i){let{x:s,y:o,bottom:a,valueTicks:l,timeTicks:u}=this.drawn,{thresholds:p,window:h}=this,y=m(s(h.known)),v=t-y,k=[p.low,p.high,p.urgent_low],q=this.height-f.bottom,x=this.drawn.series.times.length===0&&!this.live;return g`
<rect class="target" x=${e} y=${r} width=${t-e} height=${i-r} />
<path class="limit" d="M${e} ${r}H${t}M${e} ${i}H${t}" />
${k.map((_,ie)=>{let Xr=ie===1?"high":ie===0?"low":"urgent",Qr=m(o(_));return g`<path class="threshold ${Xr}" d="M${e} ${Qr}H${t}" />`})}
${u.map(({time:_,label:ie})=>g`
<path class="grid" d="M${m(s(_))} ${f.top}V${q}" />
${s(_)>this.width-24?g`<text x=${this.width-2} y=${this.height-6} text-anchor="end">${ie}</text>`:g`<text x=${m(s(_))} y=${this.height-6} text-anchor="middle">${ie}</text>`}`)}
${l.map(({value:_})=>g`<text x=${e-5} y=${m(o(_)+4)} text-anchor="end">${this.format.glucose(_,this.unit)}</text>`)}
${v>3?g`<rect class="waiting" x=${y} y=${f.top} width=${v} height=${a-f.top} />
${v>80?g`<text x=${y+v/2} y=${a-5} text-anchor="middle">${this.t("graph.waiting")}</text>`:c}`:c}
${x?g`<text class="empty" x=${(e+t)/2} y=${(f.top+a)/2} text-anchor="middle">${this.t("graph.empty")}</text>`:c}`}trace(){let{line:e,points:t,size:r,x:i,y:s}=this.drawn,{live:o}=this;return g`
${e?g`<defs><path id="trace" d=${e} /></defs>
<use class="trace above" href="#trace" clip-path="url(#above)" />
<use class="trace within" href="#trace" clip-path="url(#within)" />
<use class="trace below" href="#trace" clip-path="url(#below)" />`:g`<path class="dots" stroke-width=${r} d=${t.inRange} />
<path class="squares" d=${t.high} />
<path class="triangles" d=${t.low} />`}
${o&&o.time>=this.window.start?g`<circle class="live" r="5" cx=${m(i(o.time))} cy=${m(s(o.value))} />`:c}`}beyond(){let{series:e,x:t,y:r}=this.drawn,i=this.words(),s=0;return g`${Tr(e).map(({end:o,from:a,to:l})=>{let u=m(Math.min(this.width-24,Math.max(f.left+16,t((a+l)/2))));if(u-18<s)return c;s=u+18;let p=o==="low"?r(39)+14:r(401)-7;return g`<text class="beyond ${o}" x=${u} y=${m(p)} text-anchor="middle">${i[o]}</text>`})}`}pointer(){if(this.cursor===null)return c;let{time:e,value:t}=this.readAt(this.cursor),{x:r,y:i}=this.drawn,s=m(r(t===null?this.cursor:e));return g`<path class="pointer" d="M${s} ${f.top}V${this.height-f.bottom}" />
${t===null?c:g`<circle class="pointed" r="5" cx=${s} cy=${m(i(t))} />`}`}static styles=[...F.styles,Mr]};var xt=1440,fe=5,Pr=7;function Lr(n){let e=n[0],t=n.at(-1);return!e||!t?[]:[{...t,center:t.center-xt},...n,{...e,center:e.center+xt}]}function Or(n,e){let t=[],r;for(let i of n)e(i)?r?r.push(i):(r=[i],t.push(r)):r=void 0;return t}function ge(n){return n.p50!==null&&n.days>=fe}function $t(n,e,t,r){return n.map(i=>`${m(t(i.center))} ${m(r(i[e]??0))}`)}function wt(n,e,t,r,i){return Or(n,ge).map(s=>`M${$t(s,t,r,i).join("L")}L${$t(s,e,r,i).reverse().join("L")}z`).join("")}function _t(n,e,t,r){let i=(o,a)=>o.p50!==null&&(e?ge(o):!ge(o)||[n[a-1],n[a+1]].some(l=>l?.p50!=null&&!ge(l))),s=new Set(n.filter(i));return Or(n,o=>s.has(o)).map(o=>`M${$t(o,"p50",t,r).join("L")}${o.length===1?"h0":""}`).join("")}function Hr(n,e,t){return Ie({times:n.minute,values:n.value},e,t,16)}function re(n,e){let t=xt/Math.max(1,n.length);return Math.min(n.length-1,Math.max(0,Math.floor(e/t)))}function Nr(n){return n.some(e=>!ge(e))}var zr=new WeakMap;function Dr(n,e,t){let r=zr.get(n);r||(r=new Map,zr.set(n,r));let i=JSON.stringify(e),s=r.get(i);if(s?.revision===t)return s.answer;let o=n.sendMessagePromise(e),a={revision:t,answer:o},l=r;return l.set(i,a),o.catch(()=>{l.get(i)===a&&l.delete(i)}),o}var ne=class extends O{days=14;answer;failed=!1;answered="";asked="";askedRevision=-1;askedAt=0;get targets(){}message(e,t,r){return Ce(this.accountName,e,t,r?this.t("reload"):null)}feedChanged(){this.askIfDue(),super.feedChanged()}becameVisible(){super.becameVisible(),this.askIfDue()}minutePassed(){this.askIfDue()}askIfDue(){let{feed:e,hass:t}=this;if(!e?.snapshot||e.problem||!t||!this.isVisible())return;let r=this.question(),i=JSON.stringify(r),{revision:s}=e;if(i===this.asked&&(s===this.askedRevision||this.now-this.askedAt<this.interval))return;this.asked=i,this.askedRevision=s,this.askedAt=this.now;let o=()=>this.asked===i&&this.askedRevision===s;Dr(t.connection,r,s).then(a=>{o()&&(this.answer=a,this.answered=i,this.failed=!1,this.refresh())},a=>{o()&&(this.asked="",this.failed=J(a)!=="not_loaded",this.refresh())})}choose(e){this.days=e,this.failed=!1,this.askIfDue(),this.requestUpdate()}content(e){let{t}=this,r=this.answered===JSON.stringify(this.question())?this.answer:void 0,i;if(r&&r.version!==1){let s=r.version>1?"server_newer":"server_older";i=this.inner(t(`problem.${s}.title`),t(`problem.${s}.text`))}else r?i=this.measures(r,e):this.failed?i=this.inner(t("problem.failed.title"),t("problem.failed.text")):i=this.inner(t("loading"),"");return d`<ha-card>
<header>
<div>
<h2>${this.heading}</h2>
<div class="note">${this.accountName} · ${e.unit}</div>
</div>
<div class="choice" role="group" aria-label=${t("form.days")}>
${this.choices.map(s=>d`<button
type="button"
aria-pressed=${s===this.days}
@click=${()=>this.choose(s)}
>
${t("days_short",{days:this.format.number(s)})}
</button>`)}
</div>
</header>
${i}
${e.historyLoaded<100?d`<p class="note">
${t("history_loading",{percent:this.format.percent(e.historyLoaded)})}
</p>`:""}
<dexcom-cgm-export
.hass=${this.hass}
.source=${{entity:this.config?.entity??"",days:this.days,targets:this.targets}}
></dexcom-cgm-export>
</ha-card>`}inner(e,t){return d`<div class="problem" role="status">
<strong>${e}</strong>
<p>${t}</p>
</div>`}};var Tt=[14,30,90],Fn=[],Ve=class extends ne{choices=Tt;interval=900;static getConfigForm(){let e=S()?.localize;return z([A,H,N(e,"days",Tt,14),{name:"daily",default:!1,selector:{boolean:{}}}])}static getStubConfig(e){return{entity:C(e),days:"14"}}getCardSize(){return 6}getGridOptions(){return{columns:12,rows:7,min_columns:6,min_rows:6}}checked(e){return this.days=X(e.days,Tt,14,"days"),e}get heading(){return this.t("profile.title")}question(){let{entity:e,daily:t}=this.config??{};return{type:"dexcom_cgm/profile",entity_id:e,days:this.days,daily:t===!0}}measures(e,{unit:t}){let{format:r,t:i}=this,s=Pr-e.days_with_data;if(s>0)return d`<div class="problem" role="status">
<strong>${i("profile.too_few")}</strong>
<p>${i("profile.missing",{days:r.number(s)})}</p>
</div>`;let o=[i("profile.rests_on",{days:r.count(e.days_with_data,"day","long")})];return Nr(e.bins)&&o.push(i("profile.thin",{days:r.count(fe,"day","long")})),e.time_zone!==r.timeZone&&o.push(i("profile.time_zone",{zone:e.time_zone})),d`<dexcom-cgm-profile-chart
.bins=${e.bins}
.daily=${e.daily??Fn}
.target=${e.target}
.unit=${t}
.format=${r}
.t=${i}
></dexcom-cgm-profile-chart>
<div class="legend note">
<span><i class="median"></i>${i("profile.median")}</span>
<span><i class="inner"></i>${T(r.percents(25,75))}</span>
<span><i class="outer"></i>${T(r.percents(5,95))}</span>
${this.config?.daily?d`<span><i class="daily"></i>${i("profile.daily")}</span>`:c}
</div>
<p class="note">${o.join(" ")}</p>`}static styles=[E,ee,b`
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
`]};var qe=1440,We=class extends F{static properties={bins:{attribute:!1},daily:{attribute:!1}};geometry;willUpdate(e){(!this.geometry||[...e.keys()].some(t=>t!=="cursor"&&t!=="t"))&&(this.geometry=this.compute())}compute(){let e=Math.max(f.top+10,this.height-f.bottom),t=te([0,qe],[f.left,Math.max(f.left+1,this.width-f.right)]),r=[...this.bins.map(a=>a.p95??0),...this.daily.flatMap(a=>a.value)],i=Fe(r,this.target.high),s=te([Ue,i],[e,f.top]),o=Lr(this.bins);return{x:t,y:s,bottom:e,valueTicks:Be(s,[this.target.low,this.target.high],[],[250,300,350,400].filter(a=>a<i),13),outer:wt(o,"p5","p95",t,s),inner:wt(o,"p25","p75",t,s),median:_t(o,!0,t,s),thinMedian:_t(o,!1,t,s),daily:this.daily.map(a=>Hr(a,t,s))}}get drawn(){return this.geometry??=this.compute(),this.geometry}stops(){return this.bins.map(e=>e.center)}placeAt(e){let t=this.width-f.right,r=(e-f.left)/(t-f.left)*qe;return this.bins[re(this.bins,r)]?.center??r}pixelAt(e){return this.drawn.x(e)}moved(e){let t=this.bins.length-1;if(t<0)return null;let r=this.cursor===null?-Math.sign(e):re(this.bins,this.cursor);return this.bins[Math.min(t,Math.max(0,r+e))]?.center??null}lines(e){let t=this.bins[re(this.bins,e)];if(!t||t.p50===null)return[this.t("graph.no_reading")];let{format:r,unit:i,t:s}=this,o=l=>r.reading(l??0,i,{low:s("value.low"),high:s("value.high")}),a=[`${s("profile.median")}: ${o(t.p50)} ${i}`];return t.days>=fe&&a.push(T(`${r.percents(25,75)}: ${o(t.p25)}–${o(t.p75)}`),T(`${r.percents(5,95)}: ${o(t.p5)}–${o(t.p95)}`)),a.push(s("profile.of_days",{days:r.count(t.days,"day","long")})),a}times(e){let r=this.bins[re(this.bins,e)]?.minute??e,i=qe/Math.max(1,this.bins.length);return`${this.format.clock(r)}–${this.format.clock((r+i)%qe)}`}spoken(e){return e===null?this.t("graph.empty"):[this.times(e),...this.lines(e)].join(", ")}label(){return this.t("profile.label")}readOutBox(e){let[t,...r]=this.lines(e);return d`<div><strong>${t}</strong></div>
${r.map(i=>d`<div>${i}</div>`)}
<div>${this.times(e)}</div>`}drawing(){let{x:e,y:t,bottom:r,valueTicks:i,outer:s,inner:o,median:a,thinMedian:l,daily:u}=this.drawn,p=f.left,h=this.width-f.right,y=m(t(this.target.high)),v=m(t(this.target.low)),k=this.width<280?12:this.width<420?6:3,q=Array.from({length:24/k+1},(x,_)=>_*k);return d`<svg
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
${q.map(x=>g`<path class="grid" d="M${m(e(x*60))} ${f.top}V${r}" />
<text x=${m(e(x*60))} y=${this.height-6}
text-anchor=${x===0?"start":x===24?"end":"middle"}>${this.format.clock(x%24*60,!0)}</text>`)}
${i.map(({value:x})=>g`<text x=${p-5} y=${m(t(x)+4)} text-anchor="end">${this.format.glucose(x,this.unit)}</text>`)}
<g clip-path="url(#day)">
<path class="outer" d=${s}></path>
<path class="inner" d=${o}></path>
${u.map(x=>g`<path class="daily" d=${x} />`)}
<path class="limit" d="M${p} ${y}H${h}M${p} ${v}H${h}"></path>
<path class="median" d=${a}></path>
<path class="median thin" d=${l}></path>
</g>
${this.pointer()}
</svg>`}pointer(){if(this.cursor===null)return c;let{x:e,y:t,bottom:r}=this.drawn,i=m(e(this.cursor)),s=this.bins[re(this.bins,this.cursor)]?.p50??null;return g`<path class="pointer" d="M${i} ${f.top}V${r}" />
${s===null?c:g`<circle class="pointed" r="5" cx=${i} cy=${m(t(s))} />`}`}static styles=[...F.styles,b`
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
`]};var Un={very_low:"time_very_low",low:"time_below_range",in_range:"time_in_range",high:"time_above_range",very_high:"time_very_high"};function Fr(n,e){return e.find(t=>t.measure===Un[n.key])}function kt(n){return n.key==="low"||n.key==="high"}function Ur(n){if(!n||n.share===null)return 1;for(let e=1;e<3;e+=1)if($e(n.share,e)!==n.limit||n.share===n.limit)return e;return 3}function Br(n,e,t){return n.share===null?"–":t.percent(n.share,kt(n)?1:Ur(e))}function Ir({from:n,to:e},t,r){let i=s=>t.glucose(s,r);return n===null&&e!==null?T(`< ${i(e+1)}`):e===null&&n!==null?T(`> ${i(n-1)}`):T(`${i(n??0)}–${i(e??0)}`)}function Gr(n,e,t,r){let i=n.is_minimum?">":"<",s=T(`${i} ${t.percent(n.limit,n.limit%1?1:0)}`);return r(kt(e)?`range.goal_${e.key}`:"range.goal_one",{limit:s})}function Vr(n,e,t){return!kt(e)||n.share===null?"":` (${t.percent(n.share,Ur(n))})`}var St=[1,7,14,30,90],At=["most_adults","older_or_frail","pregnancy"],je=class extends ne{choices=St;interval=60;static getConfigForm(){let e=S()?.localize;return z([A,H,N(e,"days",St,14),N(e,"targets",At,"most_adults")])}static getStubConfig(e){return{entity:C(e),days:"14",targets:"most_adults"}}getCardSize(){return 8}getGridOptions(){return{columns:12,rows:"auto",min_columns:6}}checked(e){if(e.targets!==void 0&&!At.includes(e.targets))throw new Error(`targets: ${At.join(", ")}`);return this.days=X(e.days,St,14,"days"),e}get heading(){return this.t("range.title")}get targets(){return this.config?.targets}question(){let{entity:e,targets:t}=this.config??{},r={type:"dexcom_cgm/summary",entity_id:e,days:this.days};return t?{...r,targets:t}:r}measures(e,{unit:t}){return d`${e.readings===0?d`<div class="problem" role="status"><strong>${this.t("range.no_readings")}</strong></div>`:d`${this.bar(e)} ${this.table(e,t)}`}
${this.figures(e,t)} ${this.missing(e)}`}bar(e){return d`<div class="bar" aria-hidden="true">
${e.bands.map(t=>t.share?d`<div class="part ${t.key}" style="flex-grow:${t.share}"></div>`:c)}
</div>`}table(e,t){let r=e.bands.map(i=>this.row(e,i,t));return d`<table>
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
</table>`}row(e,t,r){let{format:i,t:s}=this,o=Fr(t,e.goals);return d`<tr class=${t.key}>
<th scope="row">
${Re(t.key)}
<span>${s(`bands.${t.key}`)}<small>${Ir(t,i,r)}</small></span>
</th>
<td>
<b>${Br(t,o,i)}</b>
<small>
${t.minutes_per_day===null?c:s("range.per_day",{time:i.duration(t.minutes_per_day)})}
</small>
</td>
<td class="goal">${o?this.goal(o,t):c}</td>
</tr>`}goal(e,t){let{format:r,t:i}=this,s=Gr(e,t,r,i);return e.is_met===null?d`<span>${s}</span>`:d`<span class=${e.is_met?"met":"unmet"}>
${mr(e.is_met)}<span>${s}<small>${i(e.is_met?"range.met":"range.unmet")}${Vr(e,t,r)}</small></span>
</span>`}figures(e,t){let{format:r,t:i}=this,s=(l,u)=>l===null?"–":r.percent(l,u),a=[["mean",e.mean_glucose===null?"–":`${r.glucose(e.mean_glucose,t)} ${t}`],["gmi",s(e.gmi,1)],["variability",s(e.variability,1)],["cgm_active",s(e.cgm_active,0)]];return d`<dl>
${a.map(([l,u])=>d`<div>
<dt>${i(`range.${l}`)}</dt>
<dd>${u}</dd>
</div>`)}
</dl>`}missing(e){if(e.is_sufficient)return c;let{format:t,t:r}=this;if(e.missing_days>0)return d`<p class="note">${r("range.too_short")}</p>`;let i=[];return e.missing_readings>0&&i.push(r("range.missing_readings",{readings:t.number(e.missing_readings)})),e.measures_from!==null&&i.push(r("range.measures_from",{date:t.date(e.measures_from)})),d`<p class="note">${[r("range.insufficient"),...i].join(" ")}</p>`}static styles=[E,ee,b`
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
`]};var U=(n,{entity:e,name:t},r={})=>({type:`custom:dexcom-cgm-${n}`,entity:e,...t?{name:t}:{},...r});function qr(n,e){return n.entity?[Te(e,n.entity)??{entity:n.entity,name:""}]:he(e)}var Wr=n=>({type:"markdown",content:n("strategy.no_account")});function jr(n,e,t){let r=qr(n,e),i=r.flatMap(s=>[...r.length>1?[{type:"heading",heading:s.name}]:[],U("glucose-card",s),U("range-card",s),U("profile-card",s)]);return{type:"grid",cards:i.length>0?i:[Wr(t)]}}function Yr(n,e,t){let r=qr(n,e);if(r.length===0)return{title:t("strategy.name"),views:[{title:t("strategy.name"),cards:[Wr(t)]}]};let i=r.length>1,s=r.map((o,a)=>({title:o.name||t("strategy.name"),path:i?`glucose-${a+1}`:"glucose",type:"sections",max_columns:3,badges:[...r.map(l=>U("badge",l)),U("export",o)],sections:[{type:"grid",cards:[U("glucose-card",o,{grid_options:{columns:12,rows:7}})]},{type:"grid",cards:[U("range-card",o)]},{type:"grid",cards:[U("profile-card",o,{grid_options:{columns:12,rows:7}})]}]}));return{title:t("strategy.name"),views:s}}var Kr="custom:dexcom-cgm";async function Ct(n){return w(await W(n)??n.localize)}var Ye=class extends HTMLElement{static registryDependencies=["entities","devices"];static getConfigElement(){return document.createElement("dexcom-cgm-strategy-editor")}},Ke=class extends Ye{static async generate(e,t){return Yr(e,t,await Ct(t))}static getStubConfig(){return{type:Kr}}static async getCreateSuggestions(e){return{title:(await Ct(e))("strategy.name"),icon:"mdi:water"}}},Ze=class extends Ye{static async generate(e,t){return jr(e,t,await Ct(t))}static getStubConfig(e){return{type:Kr,entity:C(e)}}},Je=class extends ${static properties={hass:{attribute:!1},config:{state:!0}};setConfig(e){this.config=e}render(){if(!this.hass||!this.config)return c;let e=w(this.hass.localize);return d`<ha-form
.hass=${this.hass}
.data=${this.config}
.schema=${[{...A,required:!1}]}
.computeLabel=${t=>e(`form.${t.name}`)}
.computeHelper=${()=>e("strategy.all_accounts")}
@value-changed=${this.changed}
></ha-form>`}changed(e){e.stopPropagation();let t={...this.config,...e.detail.value};t.entity||delete t.entity,this.dispatchEvent(new CustomEvent("config-changed",{detail:{config:t},bubbles:!0,composed:!0}))}};var Bn={"dexcom-cgm-glucose-chart":Ge,"dexcom-cgm-profile-chart":We,"dexcom-cgm-glucose-card":De,"dexcom-cgm-range-card":je,"dexcom-cgm-profile-card":Ve,"dexcom-cgm-badge":Ne,"dexcom-cgm-export":ze,"dexcom-cgm-strategy-editor":Je,"ll-strategy-dashboard-dexcom-cgm":Ke,"ll-strategy-section-dexcom-cgm":Ze};for(let[n,e]of Object.entries(Bn))customElements.get(n)||customElements.define(n,e);function Et(n,e,t){let r=window;r[n]??=[],!r[n].some(s=>s.type===e.type&&s.strategyType===e.strategyType)&&r[n].push({...e,get name(){return w(S()?.localize)(`${t}.name`)},get description(){return w(S()?.localize)(`${t}.description`)}})}for(let n of["glucose","range","profile"]){let e=`dexcom-cgm-${n}-card`,t={type:e,preview:!0,getEntitySuggestion:yt(e)};Et("customCards",t,`picker.${n}`)}var Zr="dexcom-cgm-badge";Et("customBadges",{type:Zr,preview:!0,getEntitySuggestion:yt(Zr)},"picker.badge");for(let n of["dashboard","section"])Et("customStrategies",{type:"dexcom-cgm",strategyType:n},`picker.${n}`);var Jr=S();Jr&&W(Jr);
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
