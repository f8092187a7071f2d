// Draws what the server describes (data-chart, data-pyramid) with ECharts as SVG. Numbers are written with the
// separators the server names, because browsers know no Kazakh number format. Tooltips are built from elements, never
// from text with markup, so that the strict content policy holds.
"use strict";
(() => {
  const { group, decimal } = document.documentElement.dataset;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const drawn = new Map();
  let printing = false; // paper does not wait for an animation to end

  function number(value, decimals) {
    if (value === null || value === undefined || Number.isNaN(value)) return "";
    const [whole, rest] = Math.abs(value).toFixed(decimals).split(".");
    const text = whole.replace(/\B(?=(\d{3})+(?!\d))/g, group) + (rest ? decimal + rest : "");
    return value < 0 && Number(text.replace(/\D/g, "")) !== 0 ? "\u2212" + text : text;
  }
  const axisNumber = (value) => number(value, Number.isInteger(value) ? 0 : Math.abs(value) < 1 && Math.abs(value * 10) % 1 ? 2 : 1);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const faded = (name, alpha) => colour(name) + Math.round(alpha * 255).toString(16).padStart(2, "0");
  const font = { fontFamily: '"Noto Sans", system-ui, sans-serif', fontSize: 13 };

  function element(tag, text, ...children) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    made.append(...children);
    return made;
  }
  function tip(head, lines) {
    const box = element("div", "", element("b", head));
    box.className = "tip";
    for (const [label, text] of lines) box.append(element("div", "", element("span", label), element("span", text)));
    return box;
  }
  function tooltip(formatter) {
    return { trigger: "axis", confine: true, formatter, backgroundColor: colour("ground"), borderColor: colour("line"),
      textStyle: { color: colour("text") }, axisPointer: { type: "line", lineStyle: { color: colour("quiet") } }, extraCssText: "" };
  }
  function axis(more) {
    return { axisLabel: { color: colour("quiet"), ...font }, axisLine: { lineStyle: { color: colour("quiet") } },
      axisTick: { show: false }, splitLine: { lineStyle: { color: colour("line") } }, ...more };
  }

  // ---- lines, bands, bars and points over the years -------------------------------------------------------------
  function overYears(told, small) {
    const series = [];
    told.series.forEach((part, place) => series.push(...layer(part, place, told)));
    return {
      animation: !calm.matches && !small && !printing, animationDuration: 400, textStyle: font, aria: { enabled: false },
      grid: { left: 8, right: 16, top: 26, bottom: 8, containLabel: true },
      tooltip: tooltip((points) => {
        const at = points[0].dataIndex;
        const lines = told.series.map((part) => [part.name, told, value(part, at, told.decimals)]).filter((line) => line[2]);
        return tip(`${told.years[at]}${told.unit ? ", " + told.unit : ""}`, lines.map(([label, , text]) => [label, text]));
      }),
      xAxis: axis({ type: "category", data: told.years, boundaryGap: told.series.some((part) => part.type === "bar"),
        splitLine: { show: false }, axisLabel: { color: colour("quiet"), ...font, hideOverlap: true, interval: (i) => told.years[i] % (told.every || (small ? 25 : 10)) === 0 } }),
      yAxis: axis({ type: "value", scale: !told.zero, max: told.top, axisLine: { show: false },
        splitNumber: small ? 3 : 5, axisLabel: { color: colour("quiet"), ...font, formatter: axisNumber } }),
      series,
    };
  }
  function value(part, at, decimals) {
    if (part.type !== "band") return number(part.values[at], decimals);
    if (part.low[at] === null || part.low[at] === undefined) return "";
    const [low, high] = [number(part.low[at], decimals), number(part.high[at], decimals)];
    return low.startsWith("\u2212") || high.startsWith("\u2212") ? `${low} \u2026 ${high}` : `${low}\u2013${high}`;
  }
  function layer(part, place, told) {
    const quiet = { silent: true, symbol: "none", connectNulls: false };
    if (part.type === "band") {
      const tall = part.high.map((high, i) => (high === null ? null : high - part.low[i]));
      const stacked = { ...quiet, type: "line", stack: "band" + place, stackStrategy: "all", lineStyle: { opacity: 0 } };
      const area = { color: faded(part.tone, part.level === 95 ? 0.16 : 0.3) };
      return [{ ...stacked, data: part.low, tooltip: { show: false } },
        { ...stacked, name: part.name, data: tall, areaStyle: area, itemStyle: { color: faded(part.tone, part.level === 95 ? 0.25 : 0.5) } }];
    }
    const style = { color: colour(part.tone) };
    if (part.type === "bar") return [{ type: "bar", name: part.name, stack: "bars", data: part.values, itemStyle: style, barCategoryGap: "20%", z: 2 }];
    if (part.type === "points") {
      return [{ type: "scatter", name: part.name, data: part.values.map((v) => (v === null ? "-" : v)), symbol: "diamond", symbolSize: 12, z: 5,
        itemStyle: part.dash ? { color: colour("ground"), borderColor: colour(part.tone), borderWidth: 2 } : { ...style, borderColor: colour("ground"), borderWidth: 1 } }];
    }
    const line = { type: "line", name: part.name, data: part.values, symbol: "none", lineStyle: { ...style, width: part.tone === "history" ? 2.5 : 2, type: part.dash ? [6, 4] : "solid" }, itemStyle: style, z: 4 };
    if (place === told.series.findIndex((other) => other.type === "line")) {
      if (told.years[0] < told.base) line.markLine = baseMark(told);
      if (told.nought) line.markLine = noughtMark(told);
    }
    return [line];
  }
  function baseMark(told) {
    return { silent: true, symbol: "none", animation: false, data: [{ xAxis: told.years.indexOf(told.base) }],
      lineStyle: { color: colour("quiet"), type: [3, 4], width: 1 },
      label: { formatter: String(told.base), color: colour("quiet"), ...font, position: "end", distance: 4 } };
  }

  // A gap changes its meaning at nought; `mark` is the last year that rests on something published.
  function noughtMark(told) {
    const data = [{ yAxis: 0, label: { show: false }, lineStyle: { color: colour("text"), type: "solid", width: 1.2 } }];
    if (told.mark) data.push({ xAxis: told.years.indexOf(told.mark), label: { formatter: String(told.mark), color: colour("quiet"), ...font, position: "end", distance: 4 }, lineStyle: { color: colour("quiet"), type: [3, 4], width: 1 } });
    return { silent: true, symbol: "none", animation: false, data };
  }

  // ---- the pyramid ---------------------------------------------------------------------------------------------
  function pyramidOption(words, data, at) {
    const ages = data.male[0][0].map((_, age) => (age === 100 ? "100+" : String(age)));
    const series = [];
    for (const [sex, sign] of [["male", -1], ["female", 1]]) {
      const [low, middle, high] = data[sex][at];
      const bar = (name, values, alpha) => ({ type: "bar", name, stack: sex, data: values.map((v) => sign * Math.max(0, v)), barCategoryGap: "-8%", barGap: "-100%",
        itemStyle: { color: alpha === 1 ? colour(sex) : faded(sex, alpha) }, silent: true, animation: false });
      series.push(bar(words[sex], low, 0.95), bar("", middle.map((v, i) => v - low[i]), 0.7), bar("", high.map((v, i) => v - middle[i]), 0.25));
      series.push({ type: "line", name: words.ghost, data: data[sex][0][1].map((v, age) => [sign * v, age]), symbol: "none", step: false, silent: true, animation: false,
        lineStyle: { color: colour("history"), width: 1.4 }, itemStyle: { color: colour("history") }, z: 6 });
    }
    const step = niceStep(data.largest / 4);
    const limit = Math.ceil(data.largest / step) * step;
    return {
      animation: false, textStyle: font,
      grid: { left: 8, right: 12, top: 24, bottom: 28, containLabel: true },
      tooltip: { ...tooltip((points) => pyramidTip(words, data, at, points[0].dataIndex)), axisPointer: { type: "shadow" } },
      xAxis: axis({ type: "value", min: -limit, max: limit, interval: step, name: words.unit, nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colour("quiet"), ...font },
        axisLabel: { color: colour("quiet"), ...font, formatter: (v) => axisNumber(Math.abs(v)), hideOverlap: true } }),
      yAxis: axis({ type: "category", data: ages, axisLine: { show: false }, splitLine: { show: false }, name: words.age, nameTextStyle: { color: colour("quiet"), align: "right", ...font },
        axisLabel: { color: colour("quiet"), ...font, interval: (i) => i % 10 === 0 } }),
      series,
    };
  }
  function niceStep(rough) {
    const magnitude = 10 ** Math.floor(Math.log10(rough));
    return magnitude * [1, 2, 5, 10].find((m) => m * magnitude >= rough * 0.95);
  }
  function pyramidTip(words, data, at, age) {
    const lines = [];
    for (const sex of ["male", "female"]) {
      const [low, middle, high] = data[sex][at].map((values) => number(values[age], data.decimals));
      lines.push([words[sex], middle]);
      if (low !== high) lines.push([words.likely, `${low}\u2013${high}`]);
    }
    return tip(`${words.age} ${age === 100 ? "100+" : age}, ${data.years[at]}`, lines);
  }
  async function pyramid(block) {
    const words = JSON.parse(block.dataset.pyramid);
    const answer = await fetch(block.dataset.source);
    if (!answer.ok) return;
    const data = await answer.json();
    const [slider, output, play] = ["input", "output", "button"].map((tag) => block.querySelector(tag));
    const chart = open(block.querySelector(".drawing"), () => pyramidOption(words, data, Number(slider.value) - data.years[0]));
    let timer = null;
    const show = (year) => {
      slider.value = year;
      output.textContent = year;
      slider.setAttribute("aria-valuetext", String(year));
      chart.redraw();
    };
    const stop = () => { clearInterval(timer); timer = null; play.textContent = play.dataset.play; };
    slider.disabled = false;
    slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });
    play.hidden = false;
    play.addEventListener("click", () => {
      if (timer) { stop(); return; }
      const last = data.years[data.years.length - 1];
      if (Number(slider.value) >= last) show(data.years[0]);
      play.textContent = play.dataset.pause;
      timer = setInterval(() => { if (Number(slider.value) >= last) stop(); else show(Number(slider.value) + 1); }, calm.matches ? 600 : 120);
    });
    show(data.years[0]);
  }

  // ---- putting them on the page --------------------------------------------------------------------------------
  function open(place, describe) {
    place.textContent = "";
    const chart = echarts.init(place, null, { renderer: "svg", width: printing ? Math.min(place.clientWidth, 660) : undefined });
    const redraw = () => chart.setOption(describe(), { notMerge: true, lazyUpdate: false });
    const shown = { chart, redraw };
    drawn.set(place, shown);
    new ResizeObserver(() => chart.resize()).observe(place);
    return shown;
  }
  function draw(place) {
    if (place.dataset.pyramid) { pyramid(place); return; }
    const told = JSON.parse(place.dataset.chart);
    open(place, () => overYears(told, place.classList.contains("small"))).redraw();
  }
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); draw(entry.target); }
  }, { rootMargin: "400px" });
  const places = () => document.querySelectorAll("[data-chart], [data-pyramid]");
  const watch = () => places().forEach((place) => { if (!drawn.has(place)) seen.observe(place); });
  watch();
  document.addEventListener("swapped", () => {
    for (const [place, { chart }] of drawn) if (!place.isConnected) { chart.dispose(); drawn.delete(place); }
    watch();
  });

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach((shown) => shown.redraw()));
  window.addEventListener("beforeprint", () => {
    printing = true;
    places().forEach((place) => { if (!drawn.has(place) && place.dataset.chart) { seen.unobserve(place); draw(place); } });
    drawn.forEach(({ chart }, place) => chart.resize({ width: Math.min(place.clientWidth, 660) }));
  });
  window.addEventListener("afterprint", () => { printing = false; drawn.forEach(({ chart }) => chart.resize({ width: "auto" })); });
})();
