"""The words around a number that identify it: labels of telephones and accounts, units of amounts, codes.

All patterns are for normalized text and read a bounded number of characters, so that time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: How many characters before a number are read.
_BEFORE = 24

PHONE_LABEL = re.compile(
    r"电 ?话|座 ?机|固话|手 ?机|传 ?真|热线|专线|联系方式|联系号码|号码|拨打|[请可]拨(?![付款])|致电|来电"
    r"|短号|小灵通|总机"
    r"|(?<![A-Za-z])(?:tele?(?:phone)?|phone|mobile|mob|cell|fax)(?![A-Za-z])|[☎☏✆℡📞📱🕿]",
    re.IGNORECASE,
)
#: Words after which seven or eight digits are a telephone only if they are written like a contact.
PERSON_LABEL = re.compile(
    r"联系人|联络人|联络员|经办人|负责人|填表人|填报人|制表人|审核人|值班[室员人]?|监督|举报|投诉|咨询|办公室(?=:)|报警|求助|先生|女士|同志"
)
IDENTITY_LABEL = re.compile(r"身份证|公民身份|身份号|证件号|ID ?(?:card|No|号)", re.IGNORECASE)
ACCOUNT_LABEL = re.compile(r"[账帐] ?[号户]|卡 ?号|银行卡|储蓄卡|信用卡|存折|开户行|开户银行")
DOCUMENT_LABEL = re.compile(
    r"护照|通行证|台胞证|回乡证|军官证|士兵证|军人证|文职证|警官证|警号|退役军人[^\d\n]{0,4}证|残疾人?证|驾驶证|驾照|社保[卡号]"
    r"|社会保障[卡号]|医保[卡号]|居留证|居住证|户口[本簿]|passport",
    re.IGNORECASE,
)
MESSENGER_LABEL = re.compile(r"微信(?!公众|小程序|群发)|(?<![A-Za-z])(?:Q ?Q|WeChat|VX)(?![A-Za-z])", re.IGNORECASE)

#: An amount of money or a measure, whatever its size.
_AMOUNT = (
    r" ?(?:[百千]?[万亿]{0,2}(?:美|港|欧|日)?元(?!旦|宵|月)|[万亿](?![\u4e00-\u9fff])"
    r"|[万亿](?=人|次|户|件|条|吨|亩|株|平|公|立|千)"
    r"|千瓦时|kwh|平方米|平方公里|㎡|m2|m²|立方米|公顷|亩|吨|人次|件(?!号)|户(?![口主籍])|户次|件次|条次|台次|株|字节|[%％‰]|角|RMB)"
)
AMOUNT_AFTER = re.compile(_AMOUNT, re.IGNORECASE)
#: Units of counts: they distinguish seven or eight digits from a telephone, digits with blanks from a mobile.
COUNT_AFTER = re.compile(
    _AMOUNT
    + r"| ?(?:次|人(?![工员事民])|件|户|条|个(?!人)|台|部(?!门)|套|辆|间|只|头|份|本|册|页|张(?![\u4e00-\u9fff])|公里"
    r"|千米|米|公斤|千克|kg|克|升|千瓦|天|年|月|日(?!夜)|小时|分钟|秒|余|多|字|起|宗|笔|项|批|家|所|村|组|例|场|期|度|倍|号)",
    re.IGNORECASE,
)
_CODE_WORDS = (
    r"编号|编码|代码|代号|文号|合同号|合同|流水号|流水|凭证号?|发票号?码?|票据号?码?|订单号?|单号|条码|案号|批号|序号|指标号?|项目号"
    r"|项目码|邮编|邮政编码|科目|登记证?号?|许可证号?|备案号?|证书号?|批准号|公告号|注册号|税号|识别号|信用代码|机构代码|资产号"
    r"|标准号|图号|型号|规格|版本|标段|宗地|地号|不动产权?号?|(?<![A-Za-z])(?:No|code|SN)\.?"
)
_SUM_WORDS = (
    r"[￥¥$€]|RMB|CNY|人民币|金额|合计|总计|共计|小计|累计|支出|收入|投资|资产|余额|预算数?|决算数?|产值|面积|资金|经费|费用?|补助|补贴"
    r"|工资|税款|款项|拨付|下达|到位|支付|用电量?|用水量?|产量|总量|数量|人数|次数|点击量|浏览量|阅读量|访问量"
)
_BETWEEN = r"(?:号码|号|为|是|共|约|达|了)?[ :.,(\"“#]{0,3}$"
_CODE = re.compile(_CODE_WORDS)
_CODE_BEFORE = re.compile(rf"(?:{_CODE_WORDS}){_BETWEEN}|第$", re.IGNORECASE)
_NO_PERSON_BEFORE = re.compile(rf"(?:{_CODE_WORDS}|{_SUM_WORDS}){_BETWEEN}|第$", re.IGNORECASE)
_SUM_TOUCHES = re.compile(rf"(?:{_SUM_WORDS})(?<![￥¥$€YB])$")
#: Words between a label and a number by which the number is a count or an amount, not a telephone.
_COUNTED = re.compile(
    r"费|补[贴助]|款|额|投入|支出|经费|预算|决算|受理|接听|接到|处理|数量|人数|次数|总数|量|会议|系统|设备|办理|办结|约|合计|累计|达|完成"
    r"|解答|回访|采购|购置|安装|建设|维护|租赁|收入|收取|共|超|率|满意|比|增|减|发放|开通|使用|覆盖|编号|编码|代码|年|月|诈骗|宣传|推广"
)
_PAID = re.compile(r"费|补[贴助]|款|额|支出|经费|预算|投入|收入|数|量|率|编号|编码|代码|诈骗")

_FEW_DIGITS = re.compile(r"\d(?:[ \n\-./_()一]{0,3}\d){3}")


def labels_before_digits(text: str, label: re.Pattern[str], reach: int = 32) -> Iterator[re.Match[str]]:
    """Yield the labels of a text that are followed by digits within `reach` characters."""
    digits = _FEW_DIGITS.search(text)
    for match in label.finditer(text) if digits else ():
        if digits and digits.start() < match.end():
            digits = _FEW_DIGITS.search(text, match.end())
        if digits is None:
            return
        if digits.start() - match.end() <= reach:
            yield match


def no_person_before(text: str, start: int, is_grouped: bool = False) -> bool:
    """Whether the words right before a number make it a code, an amount or a count; amounts are not grouped."""
    before = text[max(0, start - _BEFORE) : start]
    return bool((_CODE_BEFORE if is_grouped else _NO_PERSON_BEFORE).search(before))


def is_code_before(text: str, start: int) -> bool:
    """Whether the last words introduce a code: 发票代码 043002300111 号码."""
    return bool(_CODE.search(text, max(0, start - _BEFORE), start))


def touches_sum(text: str, start: int) -> bool:
    """Whether a number directly follows a word such as 面积; a name may end with that word."""
    return bool(_SUM_TOUCHES.search(text[max(0, start - _BEFORE) : start]))


def is_counted(between: str) -> bool:
    """Whether the words between a label and a number make it a count or an amount."""
    direct = between.rstrip(" (").endswith((":", "为", "是"))
    return bool((_PAID if direct else _COUNTED).search(between))
