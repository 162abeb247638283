"""Make `c_returned/`: the export of the sample demo-2024 (c00) and four ways in which it came back, with their oracles.

Run `PYTHONPATH=tests python -m corpus.make.c_returned` when the form, the sample or the export has changed; two runs
give the same bytes. c02 needs LibreOffice 7.4.7: another version writes other bytes.
"""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

from corpus.make.office_habits import comment, copied_into_a_new_document, like_wps, save
from corpus.make.returned_file import EXPORT, WHO, ReturnedFile
from perfdesk.__main__ import main
from support.returned_corpus import corpus_report

_BASIC = "基本支出890.10万元"
_GOODS = "17.42 5.88 1.15 5.76 2.38 11.93 4.86 1.98 3.72 2.64 8.42 9.98 7.46 7.95 22.68 5.37"
_PROBLEM = "两处疫木位于陡坡，受雨季影响，除治推迟到次年2月。"
_MEASURE = "推行支付节点清单。把验收资料要求写进合同，按月通报支付进度，提高资金支付及时率。"
_TREES = "新普查登记的古树正在办理认定手续。"
_GOAL = "目标4：支持林下经济发展，带动林农增收500万元以上。"
_MANAGEMENT = "项目资金实行专账核算、专款专用，严格执行《青石县林业局项目资金管理办法》，按合同和验收进度拨付。"


def build(folder: Path, with_office: bool = True) -> None:
    """Write the files that came back beside the export that is already in the folder; c02 only with LibreOffice."""
    _edited_in_wps(folder)
    if with_office:
        _edited_in_libreoffice(folder)
    _with_revisions(folder)
    _copied(folder)


def export(folder: Path) -> None:
    """Export the sample with the fixed identity of the corpus."""
    with tempfile.TemporaryDirectory() as place:
        report = corpus_report(Path(place, "demo.db"))
        (folder / EXPORT).unlink(missing_ok=True)
        assert main(["export", str(report), "--to", str(folder / EXPORT), "--draft"]) == 0


def figure(address: str, before: str, after: str, quote: str, row: str = "") -> list[dict[str, object]]:
    """A changed figure: the answer to enter it at, and the words around it."""
    rows: dict[str, object] = {"row": [row]} if row else {}
    return [{"address": address, **rows, "before": before, "after": after, "quote": quote}]


def broken(rule: str, what: str, parts: str, total: str) -> dict[str, object]:
    """A sum that no longer closes after the changes."""
    gap = sum((Decimal(part) for part in parts.split()), Decimal(0)) - Decimal(total)
    assert gap != 0
    return {"rule": rule, "what": what, "parts": parts.split(), "total": total, "gap": str(gap)}


def _edited_in_wps(folder: Path) -> None:
    file = ReturnedFile(folder / EXPORT, 1)
    file.reword("七、存在的问题及原因分析", "存在的问题", "存在的主要问题", "heading", what="章标题改名")
    file.reword(
        "1. 松材线虫病疫木除治",
        f"松材线虫病疫木除治不够及时。{_PROBLEM}",
        "松材线虫病疫木没有做到当年清零。两处疫木在陡坡上，雨季施工不安全，推迟到次年2月除治。",
        address="problems/items/*/text",
        row=["q1"],
    )
    quote = "公务接待费2.46万元"
    told = {"address": "spending/basic_sentence", "what": "自动句里的数；三公一段没有跟着改"}
    found = figure("spending/goods/e30217/actual", "2.64", "2.46", quote)
    file.reword(_BASIC, "公务接待费2.64万元", quote, "figure", **told, figures=found)
    quote = "古树名木保护17.86万元"
    found = figure("spending/projects/*/actual", "17.66", "17.86", quote, "p4")
    told = {"address": "spending/project_sentence", "what": "自动句里的数"}
    file.reword("本年度项目支出", "古树名木保护17.66万元", quote, "figure", **told, figures=found)
    quote = "3、公务接待\t3.20\t3.20\t2.64"
    told = {"address": "base_data/money/reception/budget", "what": "附件1，三公合计没有跟着改"}
    found = figure("spending/three_public/reception/budget", "3.00", "3.20", quote)
    file.cell("3、公务接待\t", 3, "3.00", "3.20", **told, figures=found)
    added = "群众对采伐审批时限仍有意见，县林业局已把审批由10个工作日压缩到6个工作日。"
    file.add("委托第三方抽样调查", added, address="performance/text", what="第六章末尾加一段")
    file.drop("8. 管理全县国有林场", address="basics/duties/*/text", row=["d8"], what="删去第8条职能")
    like_wps(file)
    breaks = [
        broken("E06", "302各款之和", _GOODS.replace("2.64", "2.46"), "119.58"),
        broken("E12", "各项目之和", "106.35 44.28 190.4 17.86", "358.69"),
        broken("B2", "基础数据表 三公经费 2024年预算数", "8.40 0.00 3.20", "11.40"),
    ]
    how = "WPS 里直接改，没有开修订；书签都在，文字被切成多个 run"
    save(file, folder / "c01_wps.docx", how=how, breaks=breaks, not_text=[])


def _edited_in_libreoffice(folder: Path) -> None:
    file = ReturnedFile(folder / EXPORT, 2)
    old, new = "其他需要说明的情况", "其他需说明的事项"
    file.reword("十、其他需要说明的情况", old, new, "heading", what="章标题改名")
    reworded = "实行“合同写明、按月通报”。验收资料清单随合同签订，每月通报一次支付进度，资金支付及时率提高到95%以上。"
    file.reword("2. 推行支付节点清单", _MEASURE, reworded, address="measures/items/*/text", row=["m2"])
    told = {"address": "spending/overall_sentence", "what": "自动句里的数"}
    found = figure("spending/income/other/actual", "6.5", "6.8", "其他资金6.8万元")
    start = "2024年县林业局整体支出"
    file.reword(start, "其他资金6.50万元", "其他资金6.8万元", "figure", **told, figures=found)
    told = {"address": "spending/three_public_sentence", "what": "自动句里的合计：要问改哪一项"}
    found = figure("spending/three_public/three_sum/budget", "11.4", "11.6", "预算数11.6万元")
    file.reword("“三公”经费支出10.59", "预算数11.40万元", "预算数11.6万元", "figure", **told, figures=found)
    told = {"address": "self_evaluation/outputs/*/actual", "what": "附件2；第六章和附件3里还是1286次"}
    quote = "开展森林防火巡护\t≥1200次\t1268次\t7\t7.00"
    found = figure("self_evaluation/outputs/*/actual", "1286次", "1268次", quote, "o1")
    file.cell("\t\t\t开展森林防火巡护\t≥1200次\t1286次\t7", 6, "1286次", "1268次", **told, figures=found)
    above = "青石县林业局2024年度部门整体支出绩效自评得分"
    added = "自评结果已在局务会议上通报，有关股室按月报送整改进度。"
    file.add(above, added, address="results/application", what="第九章加一段")
    file.drop("4. 成本指标。", address="performance/text", what="删去第六章一段")
    breaks = [broken("E18", "收入合计与整体支出", "1242.29 49.2 6.8", "1297.99")]
    how = "在 LibreOffice 里改并存盘（样式号、XML 都变了，空单元格里的书签写了两遍）；没有开修订"
    save(file, folder / "c02_libreoffice.docx", in_libreoffice=True, how=how, breaks=breaks, not_text=[])


def _with_revisions(folder: Path) -> None:
    file = ReturnedFile(folder / EXPORT, 3, tracked=True)
    old, new = "部门整体支出绩效情况", "部门整体支出绩效完成情况"
    file.reword("六、部门整体支出绩效情况", old, new, "heading", what="章标题改名")
    reworded = "新普查登记的36株古树还在办理认定手续，暂时不能挂牌。"
    file.reword("3. 少数古树名木没有挂牌", _TREES, reworded, address="problems/items/*/text", row=["q3"])
    start = "青石县林业局2024年度政府性基金预算支出"
    told = {"address": "funds/sentence", "what": "第二章首句没有跟着改"}
    found = figure("funds/amounts/spent/actual", "49.2", "49.02", f"{start}49.02万元")
    file.reword(start, "49.20万元", "49.02万元", "figure", **told, figures=found)
    old, new = "另有退休人员21人", "另有退休人员22人"
    found = figure("basics/retired", "21", "22", new)
    file.reword("2024年末在职人员53人", old, new, "figure", address="basics/profile", figures=found)
    told = {"address": "base_data/money/procurement/actual", "what": "附件1里的合计：要问改哪一项"}
    found = figure("spending/procurement/procured_sum/actual", "97.55", "95.57", "政府采购金额\t90.20\t97.55\t95.57")
    file.cell("政府采购金额\t", 4, "97.55", "95.57", **told, figures=found)
    added = "组织开展林草种质资源普查和良种繁育推广。"
    told = {"address": "basics/duties/*/text", "below": "d2", "what": "加一条职能，没有序号"}
    file.add("2. 组织全县造林绿化", added, **told)
    told = {"address": "basics/goals/*/goal", "row": ["g4"], "what": "删去目标4；附件2的预期目标里还有"}
    file.drop("目标4：支持林下经济", **told)
    remark = "再写具体一点，哪个标段、谁负责。"
    comment(file, "1. 提前安排雨季前除治", remark)
    breaks = [broken("E09", "整体支出 = 基本 + 项目 + 基金", "890.1 358.69 49.02", "1297.99")]
    unread = {"部门整体支出绩效情况": 0, _TREES: 0, _GOAL: 1, remark: 0}
    not_text = [{"text": text, "elsewhere": times} for text, times in unread.items()]
    how = "开着修订改，没有接受；有批注；书签都在"
    save(file, folder / "c03_revisions.docx", how=how, author=WHO, breaks=breaks, not_text=not_text)


def _copied(folder: Path) -> None:
    file = ReturnedFile(folder / EXPORT, 4)
    title = "部门整体支出绩效自评结果拟应用和公开情况"
    file.reword(f"九、{title}", title, "绩效自评结果应用及公开情况", "heading", what="章标题改名")
    reworded = "项目资金专账核算、专款专用，按《青石县林业局项目资金管理办法》执行，未经验收一律不得拨付尾款。"
    file.reword("项目资金实行专账核算", _MANAGEMENT, reworded, address="spending/project_management")
    quote = "差旅费１１．３９万元"
    told = {"address": "spending/basic_sentence", "what": "全角数字；两位对调"}
    found = figure("spending/goods/e30211/actual", "11.93", "11.39", quote)
    file.reword(_BASIC, "差旅费11.93万元", quote, "figure", **told, figures=found)
    told = {"address": "results/sentence", "what": "附件2总分没有跟着改"}
    found = figure("results/score", "98.8", "98.5", "绩效自评得分为98.5分")
    start = "青石县林业局2024年度部门整体支出绩效自评得分"
    file.reword(start, "98.8分", "98.5分", "figure", **told, figures=found)
    told = {"address": "project_evaluation@*/money/total/actual", "row": ["p3"]}
    found = figure("project_evaluation@p3/money/finance/actual", "190.40", "194.00", "160.00\t196.00\t194.00")
    what = "附件3第三张的合计：只有一个分项不为零；分项没有跟着改"
    start = "\t年度资金总额：\t160.00\t196.00\t190.40"
    file.cell(start, 5, "190.40", "194.00", **told, what=what, figures=found)
    added = "本年度没有发生资金被截留、挪用的情况。"
    file.add("本报告因金额单位转换原因", added, address="others/text", what="第十章加一段")
    told = {"address": "measures/items/*/text", "row": ["m3"], "what": "删去第3条措施，第七章第3个问题没有措施对应了"}
    file.drop("3. 加快古树认定和挂牌", **told)
    copied_into_a_new_document(file)
    like_wps(file)
    breaks = [broken("E06", "302各款之和", _GOODS.replace("11.93", "11.39"), "119.58")]
    how = "全文复制到新建的 WPS 文档里再改；书签和样式都没有了"
    save(file, folder / "c04_copied.docx", how=how, breaks=breaks, not_text=[])


if __name__ == "__main__":
    target = Path(__file__).resolve().parents[1] / "c_returned"
    export(target)
    build(target)
