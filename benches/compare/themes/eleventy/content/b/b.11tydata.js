export default { layout: "brief.njk" };
