import { startOutboundHouse, outboundRequest } from './support/outbound-house.ts';
const house = await startOutboundHouse();
for (let k=0;k<4;k++){
let c0=process.cpuUsage(), t0=performance.now();
const lap=(w:string)=>{const c=process.cpuUsage(c0);console.log(w, 'cpu',Math.round((c.user+c.system)/1000),'wall',Math.round(performance.now()-t0)); c0=process.cpuUsage(); t0=performance.now();};
const s = await house.story(); lap('story');
await Promise.all(Array.from({length:25},(_,n)=>s.put(outboundRequest(`A-${n}`)))); lap('put');
await s.start(); lap('start 25 orders');
s.clock.advance(1800000);
await s.start(); lap('start again');
await s.handedOut(); lap('handedOut');
}
await house.stop();
