"""Figures as people write them in report sentences: kind, value, interval, bound, doubts and subject."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.language.reader import read

#: A sentence and its quantities: kind and value in the base unit.
WRITTEN = [
    ("全年基本支出1,154.32万元。", "money 11543200"),
    ("投入资金１２０万元。", "money 1200000"),
    ("项目支出1 234.56万元。", "money 12345600"),
    ("公务接待费38600元。", "money 38600"),
    ("全县财政投入1.2亿元。", "money 120000000"),
    ("亩均投入3000元。", "money 3000"),
    ("基本支出803 .51 万元。", "money 8035100"),
    ("公务接待费 2.14 万元。", "money 21400"),
    ("争取上级资金三千二百万元。", "money 32000000"),
    ("罚没收入十二点五万元。", "money 125000"),
    ("安排资金一亿二千万元。", "money 120000000"),
    ("因公出国（境）费0.00万元。", "money 0"),
    ("救助资金5百万元。", "money 5000000"),
    ("拨付补助6千元。", "money 6000"),
    ("核定编制133名。", "persons 133"),
    ("年末实有在职126人。", "persons 126"),
    ("惠及困难群众2.36万人。", "persons 23600"),
    ("培训农户3200人次。", "visits 3200"),
    ("接待游客163万人次。", "visits 1630000"),
    ("抽调干部十五名。", "persons 15"),
    ("两千三百人参加演练。", "persons 2300"),
    ("建成高标准农田0.28万亩。", "area 2800"),
    ("新建业务用房3.5万平方米。", "area 35000"),
    ("办公用房面积1286㎡。", "area 1286"),
    ("绿化面积12公顷。", "area 120000"),
    ("流域面积36平方公里。", "area 36000000"),
    ("新改建农村公路86公里。", "length 86000"),
    ("铺设管道350米。", "length 350"),
    ("新增粮食产能28.6万公斤。", "mass 286000"),
    ("清运垃圾1260吨。", "mass 1260000"),
    ("日供水5000立方米。", "volume 5000"),
    ("消毒药剂20升。", "volume 0.02"),
    ("节约用电3.2万千瓦时。", "energy 32000"),
    ("抽检合格率97.67%。", "percent 97.67"),
    ("合格率９５．５％。", "percent 95.5"),
    ("阳性率0.4‰。", "percent 0.04"),
    ("到位率百分之九十五。", "percent 95"),
    ("死亡率控制在万分之五。", "percent 0.05"),
    ("完成改厕任务的七成。", "percent 70"),
    ("比例达到八成五。", "percent 85"),
    ("三分之二的村已经通车。", "percent 66.66666666666666666666666667"),
    ("比上年提高1.5个百分点。", "points 1.5"),
    ("较目标低0.8百分点。", "points 0.8"),
    ("自评得分98.5分。", "score 98.5"),
    ("产量是上年的2.5倍。", "times 2.5"),
    ("整改问题37个。", "count 37"),
    ("召开党组会24次。", "count 24"),
    ("立案163起。", "count 163"),
    ("检查经营主体3415户次。", "count 3415"),
    ("发布信息1.5万条。", "count 15000"),
    ("出动车辆86台次。", "count 86"),
    ("购置设备12台（套）。", "count 12"),
    ("印发资料2万份。", "count 20000"),
    ("实施危桥改造5座。", "count 5"),
    ("免疫畜禽480万头。", "count 4800000"),
    ("开展两次督查。", "count 2"),
    ("完成四项任务。", "count 4"),
    ("新建三个站点。", "count 3"),
    ("召开会议二十五场。", "count 25"),
    ("张榜公示7天。", "duration 604800"),
    ("水毁路段48小时抢通。", "duration 172800"),
    ("平均到场用时12分钟。", "duration 720"),
    ("办理时限5个工作日。", "duration 5"),
    ("专项整治三年行动。", "duration 36"),
    ("工期18个月。", "duration 18"),
    ("配比为1:3。", "ratio 0.333333333"),
    ("上年为0，不可比。", "number 0"),
    ("目标数为1200，实际完成1286。", "number 1200"),
    ("投入资金120万用于造林。", "number 1200000"),
    ("全年收入3091.76万元，整体支出3091.76万元。", "money 30917600; money 30917600"),
    ("检查单位725家、停业整治3家。", "count 725; count 3"),
    ("行政编制28名，事业编制86名。", "persons 28; persons 86"),
    ("三类编制分别为28、19、86名。", "persons 28; persons 19; persons 86"),
    ("共12000元，其中3000元为奖金。", "money 12000; money 3000"),
    ("人均20元/人。", "money 20"),
    ("每年巡护4次/年。", "count 4"),
    ("完成投资1.86亿元，增长12.3%。", "money 186000000; percent 12.3"),
    ("气温-3.5%的误差。", "percent -3.5"),
    ("支出增减率为-12.5%。", "percent -12.5"),
    ("12条城乡公交线路。", "count 12"),
    ("9所敬老院。", "count 9"),
    ("发放补贴15.36万户次。", "count 153600"),
    ("采样26份。", "count 26"),
    ("调处纠纷318件。", "count 318"),
    ("设派出机构9个。", "count 9"),
    ("出动执法人员553人次，检查重点企业152家，排查重大隐患204处。", "visits 553; count 152; count 204"),
    ("下达责令整改指令书20份，立案4起。", "count 20; count 4"),
    ("22个乡镇（街道）、2个林场。", "count 22; count 2"),
    ("设局长1名，副局长3名。", "persons 1; persons 3"),
    ("内设14股室。", "count 14"),
    ("药占比26.9%。", "percent 26.9"),
]

#: A sentence, and the interval of its one quantity in the base unit with its hedge and bound.
VAGUE = [
    ("投入20余万元。", "200000", "300000", "余", ""),
    ("总产20余万吨。", "200000000", "300000000", "余", ""),
    ("整改隐患910余处。", "910", "920", "余", ""),
    ("参训人员1200余人。", "1200", "1300", "余", ""),
    ("检测货车2.1万余辆次。", "21000", "22000", "余", ""),
    ("发送信息15万余条。", "150000", "160000", "余", ""),
    ("处置险情10多起。", "10", "20", "余", ""),
    ("共有1300多名干部。", "1300", "1400", "余", ""),
    ("两千余人参加。", "2000", "3000", "余", ""),
    ("整体支出约0.31亿元。", "30500000", "31500000", "约", ""),
    ("免疫畜禽约480万头。", "4750000", "4850000", "约", ""),
    ("播种面积近52万亩。", "510000", "520000", "约", ""),
    ("培训农户近3200人次。", "3100", "3200", "约", ""),
    ("近百人参加。", "0", "100", "约", ""),
    ("投入300万元左右。", "2500000", "3500000", "约", ""),
    ("合格率不低于95%。", "95", "Infinity", "", "≥"),
    ("抽检不少于1850批次。", "1850", "Infinity", "", "≥"),
    ("救助资金6800万元以上。", "68000000", "Infinity", "", "≥"),
    ("合格率≥98%。", "98", "Infinity", "", "≥"),
    ("知晓率达到90%以上。", "90", "Infinity", "", "≥"),
    ("办结率＞99%。", "99", "Infinity", "", ">"),
    ("增幅超过5%。", "5", "Infinity", "", ">"),
    ("药占比控制在28%以内。", "0", "28", "", "≤"),
    ("卫生材料不超过20元。", "0", "20", "", "≤"),
    ("成本≤245万元。", "0", "2450000", "", "≤"),
    ("15分钟内到场。", "0", "900", "", "≤"),
    ("事故不足3起。", "0", "3", "", "<"),
    ("工期10—20天。", "864000", "1728000", "range", ""),
    ("浓度为3%至5%。", "3", "5", "range", ""),
    ("每组3-5人。", "3", "5", "range", ""),
    ("共排查7～9处。", "7", "9", "range", ""),
    ("支出93.75万元。", "937450", "937550", "", ""),
    ("完成率93.75%。", "93.745", "93.755", "", ""),
    ("节约1.58万元。", "15750", "15850", "", ""),
    ("惠及2.36万人。", "23550", "23650", "", ""),
    ("检查152家。", "152", "152", "", ""),
]

#: Sentences with digits or numerals in which nothing is a quantity.
NOTHING = [
    "依据青办发〔2020〕21号文件执行。",
    "根据道政办发[2020]34号文件规定。",
    "联系电话13812345678。",
    "电话0746-1234567，传真0746-7654321。",
    "身份证号432923198001011234。",
    "网址http://www.fengping.example/nyj/jx2022.html。",
    "2023年度部门整体支出绩效自评报告",
    "2024年3月5日",
    "2024年10月底前完成。",
    "第三方测评结果良好。",
    "第2次党组会议研究决定。",
    "“三公”经费严格控制。",
    "四好农村路建设成效明显。",
    "一般公共预算财政拨款。",
    "统一部署，一体推进。",
    "加强“三农”工作。",
    "落实“十四五”规划。",
    "党的二十大精神。",
    "一批项目落地。",
    "百姓满意。",
    "千方百计稳就业。",
    "万众一心。",
    "30107绩效工资",
    "附件1",
    "附件2.部门整体支出绩效自评表",
    "G107国道沿线。",
    "PM2.5监测。",
    "建立1+2+X值守制度。",
    "11·9消防宣传。",
    "上午8:30开会。",
    "一是抓组织。二是抓落实。",
    "1.加强领导。",
    "（1）强化管理。",
    "第一，提高认识。",
    "十分注重质量。",
    "三令五申。",
    "五保户供养。",
    "两会期间值守。",
    "一线干部。",
    "一律公示。",
    "一次性告知。",
    "数十人参与。",
    "几百个村。",
    "一个窗口受理。",
    "目标1：完成任务。",
    "邮箱nyj2022@163.com。",
    "预算编码：348001",
    "其一，其二。",
    "二级预算单位。",
    "第一季度开工。",
    "上半年完成。",
    "初三学生。",
    "没有按照“三个必须”的要求履职。",
    "山洪灾害防御“六个百分之百”。",
    "防汛“四个一”机制。",
]

DOUBTFUL = [
    ("投入12O万元。", "letter", "1200000"),
    ("办公费1,7.42万元。", "comma", "174200"),
    ("支出12345,678元。", "comma", "12345678"),
    ("维修费7.50.万元。", "point", "75000"),
    ("会议费12。5万元。", "stop", "125000"),
    ("水费1 7.42万元。", "blank", "74200"),
    ("公务接待费1,23.45万元。", "comma", "1234500"),
    ("印刷费1l.5万元。", "letter", "115000"),
    ("资金50万用于修路。", "no unit", "500000"),
]

#: A sentence, and the subjects of its quantities.
SAID_OF = [
    ("全年基本支出775.51万元", "基本支出"),
    ("工资福利支出合计为585.51万元", "工资福利支出"),
    ("其中：公务接待费15万元", "公务接待费"),
    ("因公出国（境）费0.00万元", "因公出国（境）费"),
    ("维修（护）费8.15万元", "维修（护）费"),
    ("“三公”经费决算数24.02万元", "“三公”经费"),
    ("专用材料费（药品和卫生材料）7.8万元", "专用材料费（药品和卫生材料）"),
    ("2022年末实有在职126人", "实有在职"),
    ("满意度92.4%", "满意度"),
    ("全年预算执行率98.81%", "预算执行率"),
    ("包括办公费18.44万元", "办公费"),
    ("一是食品药品抽检135.62万元", "食品药品抽检"),
    ("（1）高标准农田建设862.43万元", "高标准农田建设"),
    ("①困难群众救助补助6,842.37万元", "困难群众救助补助"),
    ("项目支出：28万元", "项目支出"),
    ("工资福利支出\n593.73万元", "工资福利支出"),
    ("自评得分为96.65分", "自评得分"),
    ("政府采购支出共计48.16万元", "政府采购支出"),
    ("上年支出30.00万元", "上年支出"),
    ("固定资产总额达120万元", "固定资产总额"),
    ("退休67人", "退休"),
    ("实有人数62人", "实有人数"),
    ("其中自有800平方米", "自有"),
    ("人均75元", "人均"),
    ("本年度项目支出一是应急救援补助11万元", "应急救援补助"),
    ("比上年增加120人次", ""),
    ("占基本支出的86.00%", ""),
]

COUNTED = [
    ("内设8个股室", "股室"),
    ("三个方面", "方面"),
    ("共4个项目：", "项目"),
    ("14个乡镇农技站正常运行", "乡镇农技站"),
    ("8所敬老院全部完成", "敬老院"),
    ("80台报停设备没有办理", "报停设备"),
    ("12条城乡公交线路", "城乡公交线路"),
]

PERIODS = [
    ("上年支出30.00万元", "last"),
    ("2023年支出30.00万元", "last"),
    ("去年接待费2万元", "last"),
    ("上年结转11.20万元", ""),
    ("年初预算7,674.12万元", "plan"),
    ("全年预算37.00万元", "plan"),
    ("一般公共预算财政拨款3040.88万元", ""),
    ("政府性基金预算支出36.52万元", ""),
    ("计划新建5处", "plan"),
    ("累计发放860万元", "cumulative"),
    ("“十三五”期间投入2亿元", "history"),
    ("2024年支出44.28万元", ""),
    ("2025年安排50万元", "plan"),
    ("2019年投入3万元", "history"),
    ("较预算数25.60万元", "plan"),
    ("比上年868.06万元", "last"),
    ("计划财务股3人", ""),
    ("国有资本经营预算支出2万元", ""),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_a_figure_is_read_with_its_kind_and_value(text: str, expected: str) -> None:
    found = [(one.kind, one.base.quantize(Decimal("1E-9"))) for one in read(text).quantities]
    wanted = [(one.split()[0], Decimal(one.split()[1]).quantize(Decimal("1E-9"))) for one in expected.split("; ")]
    assert found == wanted


@pytest.mark.parametrize(("text", "low", "high", "hedge", "bound"), VAGUE)
def test_a_vague_figure_is_an_interval(text: str, low: str, high: str, hedge: str, bound: str) -> None:
    (one,) = read(text).quantities
    assert (one.low, one.high, one.hedge, one.bound) == (Decimal(low), Decimal(high), hedge, bound)


@pytest.mark.parametrize("text", NOTHING)
def test_document_numbers_ordinals_and_set_phrases_are_not_quantities(text: str) -> None:
    assert [one.text for one in read(text).quantities] == []


@pytest.mark.parametrize(("text", "doubt", "value"), DOUBTFUL)
def test_a_malformed_figure_is_read_with_a_doubt(text: str, doubt: str, value: str) -> None:
    one = read(text).quantities[-1]
    assert (one.doubts, one.base, one.exact) == ((doubt,), Decimal(value), False)


@pytest.mark.parametrize(("text", "label"), SAID_OF)
def test_the_label_of_a_figure_is_the_words_before_it(text: str, label: str) -> None:
    assert read(text).quantities[0].label == label


@pytest.mark.parametrize(("text", "noun"), COUNTED)
def test_the_noun_of_a_count_follows_the_measure_word(text: str, noun: str) -> None:
    assert read(text).quantities[0].noun == noun


@pytest.mark.parametrize(("text", "period"), PERIODS)
def test_figures_of_other_years_and_plans_have_a_period(text: str, period: str) -> None:
    assert read(text, 2024).quantities[0].period == period


def test_separate_lists_of_names_and_figures_are_matched() -> None:
    found = read("核定编制133名，行政、参公、事业编制分别为28名、19名、86名。").quantities
    assert [one.label for one in found[1:]] == ["行政", "参公", "事业编制"]
    found = read("基本支出和项目支出分别为775.51万元、28万元。").quantities
    assert [one.label for one in found] == ["基本支出", "项目支出"]


def test_spans_are_positions_in_the_text_as_written() -> None:
    text = "投入资金１２０万元，支付率约９５％。"
    assert [text[one.start : one.end] for one in read(text).quantities] == ["１２０万元", "约９５％"]
