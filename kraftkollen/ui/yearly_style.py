"""The looks of the yearly evaluation: on the screen, and on paper, where every box stands open."""

STYLE = """
.kk-block .kk-five{font-size:1.125rem;line-height:1.55;max-width:46rem;padding-left:1.5rem;margin:.5rem 0 1.5rem}
.kk-five li{margin:0 0 .5rem}
.kk-charts{display:flex;flex-wrap:wrap;gap:1rem 2rem;margin:.5rem 0 1rem}
.kk-charts figure{margin:0;flex:1 1 22rem;max-width:34rem}
.kk-charts img{width:100%;height:auto}
.kk-charts figcaption{font-size:.9375rem}
.kk-block .kk-title{font-size:.9375rem;color:#444;margin:.25rem 0 0}
.kk-few{max-width:36rem}
.kk-parts{line-height:2;margin:0}
.kk-five a,.kk-said a,.kk-parts a{color:#9a1f2e}
.kk-words dt{font-weight:600;margin-top:.5rem}.kk-words dd{margin:0}
@media print{
 [data-testid=stForm],[data-testid=stTextInput]{display:none!important}
 .kk-block,.kk-box>div{display:block}.kk-block>*,.kk-box>div>*{margin:0 0 .7rem}
 .kk-block h2{padding:.4rem 0 0}.kk-block h3{padding:.3rem 0 0}.kk-block h4{margin:.6rem 0 .2rem}
 .kk-table a{color:#000;text-decoration:none}.kk-five a,.kk-said a,.kk-parts{display:none}
 .kk-charts{display:grid;grid-template-columns:1fr 1fr}.kk-charts figure{max-width:none}
 h1,h2,h3,h4,.kk-title,.kk-box>summary{break-after:avoid}figure,tr{break-inside:avoid}
 .kk-box,.kk-box>div{border:0;padding:0}.kk-box>summary{padding:0;color:#444}.kk-box>summary::before{display:none}
 .kk-box::details-content{content-visibility:visible;block-size:auto;display:block}
}
"""
